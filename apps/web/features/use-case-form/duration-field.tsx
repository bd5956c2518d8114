'use client';
import type { ReactNode } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { Field } from '#components/field.tsx';
import { DurationInput } from './duration-input.tsx';
import type { UseCaseFormValues } from './form-values.ts';

interface DurationFieldProps {
  readonly name: 'delayToleranceMs' | 'backoffBaseMs' | 'backoffCapMs' | 'timeoutMs' | 'megaJobMaxWaitMs';
  readonly label: string;
  readonly hint: ReactNode;
}

/** What cannot be read as a number has no unit yet. */
function messageOf(message: string | undefined, value: unknown): string | undefined {
  return typeof value === 'number' && !Number.isNaN(value) ? message : 'Give a number, such as 10';
}

export function DurationField({ name, label, hint }: DurationFieldProps) {
  const { control } = useFormContext<UseCaseFormValues>();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <Field id={name} label={label} hint={hint} error={error && messageOf(error.message, field.value)}>
          <DurationInput
            id={name}
            label={label}
            valueMs={field.value ?? Number.NaN}
            onChange={field.onChange}
            onBlur={field.onBlur}
            isInvalid={error !== undefined}
          />
        </Field>
      )}
    />
  );
}
