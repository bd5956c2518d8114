'use client';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { errorId, Field, hintId, inputClass } from '#components/field.tsx';
import { cx } from '#lib/class-names.ts';
import type { UseCaseFormValues } from './form-values.ts';

interface LimitFieldProps {
  readonly name:
    | 'cpuQuotaMsPerSecond'
    | 'rateLimitPerSecond'
    | 'rateLimitBurst'
    | 'concurrencyLimit'
    | 'concurrencyKeyLimit';
  readonly label: string;
  readonly unit: string;
  readonly hint: ReactNode;
  readonly onBlur?: () => void;
}

/** A number that may be left out: empty is no limit. */
export function LimitField({ name, label, unit, hint, onBlur }: LimitFieldProps) {
  const { register, formState } = useFormContext<UseCaseFormValues>();
  const error = formState.errors[name]?.message;
  const input = register(name, {
    setValueAs: (value: unknown) => (value === null || value === '' ? null : Number(value)),
    ...(onBlur === undefined ? {} : { onBlur }),
  });
  return (
    <Field id={name} label={label} optional error={error} hint={hint}>
      <div className="flex items-center gap-2">
        <input
          id={name}
          inputMode="numeric"
          autoComplete="off"
          placeholder="no limit"
          aria-invalid={error !== undefined}
          aria-describedby={cx(error !== undefined && errorId(name), hintId(name))}
          className={inputClass(error !== undefined, 'control max-w-28')}
          {...input}
        />
        <span className="text-sm text-muted">{unit}</span>
      </div>
    </Field>
  );
}
