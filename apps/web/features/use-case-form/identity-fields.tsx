'use client';
import { useQuery } from '@tanstack/react-query';
import { Controller, useFormContext } from 'react-hook-form';
import { errorId, Field, hintId } from '#components/field.tsx';
import { Select } from '#components/select.tsx';
import { TextField } from '#components/text-field.tsx';
import { TeamField } from '#features/teams/team-field.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import type { UseCaseFormValues } from './form-values.ts';

export function NameField() {
  const { register, formState } = useFormContext<UseCaseFormValues>();
  const error = formState.errors.name?.message;
  return (
    <TextField
      id="name"
      label="Name"
      error={error}
      hint="Part of the address that programs submit to; it cannot be changed later"
      autoCapitalize="none"
      spellCheck={false}
      placeholder="send-receipt"
      className="font-mono"
      {...register('name')}
    />
  );
}

export function OwnerField() {
  const { control } = useFormContext<UseCaseFormValues>();
  return (
    <TeamField
      id="team"
      control={control}
      name="team"
      hint="Owns the use case and may change it"
      placeholder="Choose the owning team"
    />
  );
}

export function HandlerField() {
  const trpc = useTRPC();
  const { data = [], isSuccess } = useQuery(trpc.handler.list.queryOptions());
  const { control } = useFormContext<UseCaseFormValues>();
  const hint =
    isSuccess && data.length === 0
      ? 'The handler folder is empty: put a module there, such as send-receipt.ts with a default export'
      : 'The module that runs each job; put yours into the handler folder';
  return (
    <Controller
      control={control}
      name="handler"
      render={({ field, fieldState: { error } }) => (
        <Field id="handler" label="Handler" hint={hint} error={error?.message}>
          <Select
            id="handler"
            label="Handler"
            value={field.value || null}
            onChange={field.onChange}
            options={data.map(({ name, description }) => ({ value: name, label: name, description }))}
            placeholder="Choose the module to run"
            isInvalid={error !== undefined}
            describedBy={error === undefined ? hintId('handler') : errorId('handler')}
          />
        </Field>
      )}
    />
  );
}
