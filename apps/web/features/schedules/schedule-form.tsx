'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { FormProvider, type UseFormReturn, useForm, useWatch } from 'react-hook-form';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { VALIDATION_MODE } from '#features/use-case-form/validation-mode.ts';
import { problemOf } from '#lib/problem.ts';
import { FirePreview } from './fire-preview.tsx';
import {
  ConcurrencyKeyField,
  MissedRunsField,
  NameField,
  PayloadField,
  ReasonField,
  TimingFields,
  ToleranceField,
} from './schedule-fields.tsx';
import {
  SCHEDULE_FIELDS,
  type ScheduleFormOutput,
  type ScheduleFormValues,
  ScheduleForm as Schema,
} from './schedule-form-values.ts';

interface ScheduleFormProps {
  readonly initial: ScheduleFormValues;
  readonly useCaseToleranceMs: number;
  readonly submitText: string;
  readonly onSubmit: (values: ScheduleFormOutput) => Promise<unknown>;
  /** Where somebody else was first. */
  readonly onReload?: () => void;
}

export function ScheduleForm({ initial, useCaseToleranceMs, submitText, onSubmit, onReload }: ScheduleFormProps) {
  const form = useForm<ScheduleFormValues, unknown, ScheduleFormOutput>({
    ...VALIDATION_MODE,
    resolver: zodResolver(Schema),
    defaultValues: initial,
  });
  const [cron, timeZone] = useWatch({ control: form.control, name: ['cron', 'timeZone'] });
  const { isSubmitting, errors } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    await onSubmit(values).catch((error: unknown) => showProblem(error, form));
  });
  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <NameField />
        <TimingFields />
        <FirePreview cron={cron} timeZone={timeZone} />
        <PayloadField />
        <ToleranceField useCaseMs={useCaseToleranceMs} />
        <ConcurrencyKeyField />
        <MissedRunsField />
        <ReasonField />
        {errors.root && (
          <Notice
            tone="bad"
            action={
              errors.root.type === 'CONFLICT' &&
              onReload && (
                <Button size="sm" onClick={onReload}>
                  Load what is there now
                </Button>
              )
            }
          >
            Nothing was saved: {errors.root.message}
          </Notice>
        )}
        <Button type="submit" tone="primary" className="self-end" disabled={isSubmitting}>
          {isSubmitting ? 'Saving…' : submitText}
        </Button>
      </form>
    </FormProvider>
  );
}

/** What the control plane refused stands at the fields it names; the rest below them. */
function showProblem(error: unknown, form: UseFormReturn<ScheduleFormValues, unknown, ScheduleFormOutput>): void {
  const { code, detail, fields } = problemOf(error);
  const ours = SCHEDULE_FIELDS.flatMap((name) =>
    fields.filter(({ field }) => field === name).map((at) => ({ name, at })),
  );
  for (const [index, { name, at }] of ours.entries())
    form.setError(name, { type: 'server', message: at.message }, { shouldFocus: index === 0 });
  if (ours.length === 0) form.setError('root', { type: code, message: detail });
}
