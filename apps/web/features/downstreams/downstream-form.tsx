'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { DownstreamRegistration } from '@leeway/domain/downstream';
import { LIMITS } from '@leeway/domain/limits';
import { plainText } from '@leeway/domain/use-case';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { Button } from '#components/button.tsx';
import { Field, TextArea } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { TextField } from '#components/text-field.tsx';
import { TeamField } from '#features/teams/team-field.tsx';
import { VALIDATION_MODE } from '#features/use-case-form/validation-mode.ts';
import { type Problem, problemOf } from '#lib/problem.ts';

const DownstreamForm = DownstreamRegistration.extend({ reason: plainText(LIMITS.reasonLength) });
export type DownstreamFormValues = z.input<typeof DownstreamForm>;
export type DownstreamFormOutput = z.output<typeof DownstreamForm>;

const FIELDS = ['name', 'team', 'description', 'overloadThreshold', 'maxPerSecond', 'reason'] as const;

interface DownstreamFormProps {
  readonly initial: DownstreamFormValues;
  readonly isNew: boolean;
  readonly onSubmit: (values: DownstreamFormOutput) => Promise<void>;
}

export function DownstreamFields({ initial, isNew, onSubmit }: DownstreamFormProps) {
  const form = useForm<DownstreamFormValues, unknown, DownstreamFormOutput>({
    resolver: zodResolver(DownstreamForm),
    defaultValues: initial,
    ...VALIDATION_MODE,
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await onSubmit(values);
    } catch (error) {
      const refused = problemOf(error);
      const ours = refused.fields.flatMap(({ field, message }) => {
        const name = FIELDS.find((one) => one === field);
        return name === undefined ? [] : [{ name, message }];
      });
      for (const { name, message } of ours) form.setError(name, { type: 'server', message });
      if (ours.length === 0) setProblem(refused);
    }
  });
  const wholeNumber = { setValueAs: (value: unknown) => (value === '' || value === null ? Number.NaN : Number(value)) };
  const orNone = { setValueAs: (value: unknown) => (value === '' || value === null ? null : Number(value)) };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {isNew && (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            id="ds-name"
            label="Name"
            error={errors.name?.message}
            hint="Such as orders-db; it stays"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            {...form.register('name')}
          />
          <TeamField id="ds-team" control={form.control} name="team" hint="Answers for it and may change it" />
        </div>
      )}
      <Field
        id="ds-description"
        label="Description"
        optional
        error={errors.description?.message}
        hint="What it is and whom to call when it is ill"
      >
        <TextArea
          id="ds-description"
          rows={2}
          isInvalid={errors.description !== undefined}
          {...form.register('description')}
        />
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          id="ds-threshold"
          label="Overload threshold"
          error={errors.overloadThreshold?.message}
          hint="Signals in a minute above which all who call it are cut by half"
          inputMode="numeric"
          {...form.register('overloadThreshold', wholeNumber)}
        />
        <TextField
          id="ds-max"
          label="Starts per second in good health"
          optional
          error={errors.maxPerSecond?.message}
          hint="What it carries; empty: not known, so not limited until it complains"
          inputMode="numeric"
          placeholder="no limit"
          {...form.register('maxPerSecond', orNone)}
        />
      </div>
      {!isNew && (
        <TextField
          id="ds-reason"
          label="Why"
          optional
          error={errors.reason?.message}
          hint="Kept in the log of changes"
          {...form.register('reason')}
        />
      )}
      {problem !== null && <Notice tone="bad">{problem.detail}</Notice>}
      <Button type="submit" tone="primary" className="self-end" disabled={isSubmitting}>
        {isSubmitting ? 'Saving…' : isNew ? 'Register the downstream' : 'Save the change'}
      </Button>
    </form>
  );
}
