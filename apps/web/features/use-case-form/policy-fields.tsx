'use client';
import { useFormContext, useWatch } from 'react-hook-form';
import { errorId, Field, hintId, inputClass, TextArea } from '#components/field.tsx';
import { TextField } from '#components/text-field.tsx';
import { cx } from '#lib/class-names.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { DurationField } from './duration-field.tsx';
import { previewRetries, shownRetries } from './explain-policy.ts';
import type { UseCaseFormValues } from './form-values.ts';

export function DescriptionField() {
  const { register, formState } = useFormContext<UseCaseFormValues>();
  const error = formState.errors.description?.message;
  return (
    <Field
      id="description"
      label="Description"
      optional
      error={error}
      hint="What it does and whom to ask, for whoever is on call"
    >
      <TextArea id="description" rows={3} isInvalid={error !== undefined} {...register('description')} />
    </Field>
  );
}

export function RetryFields() {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <NumberField name="maxAttempts" label="Attempts" unit="in all" hint="The first one counts" />
      <DurationField name="backoffBaseMs" label="First backoff" hint="Doubles with every failure" />
      <DurationField name="backoffCapMs" label="Longest backoff" hint="Where the doubling ends" />
      <div className="sm:col-span-3">
        <RetryPreview />
      </div>
    </div>
  );
}

function RetryPreview() {
  const [maxAttempts, backoffBaseMs, backoffCapMs] = useWatch<
    UseCaseFormValues,
    ['maxAttempts', 'backoffBaseMs', 'backoffCapMs']
  >({
    name: ['maxAttempts', 'backoffBaseMs', 'backoffCapMs'],
  });
  const policy = {
    maxAttempts: Number(maxAttempts),
    backoffBaseMs: Number(backoffBaseMs),
    backoffCapMs: Number(backoffCapMs),
  };
  if (!Object.values(policy).every((value) => Number.isFinite(value) && value > 0) || policy.maxAttempts > 50)
    return null;
  const steps = previewRetries(policy);
  const last = steps.at(-1);
  if (last === undefined) {
    return <p className="text-sm text-muted">No retry: a job that fails once is dead, kept with its reason.</p>;
  }
  return (
    <div className="rounded-md border border-line bg-sunken px-3 py-2.5">
      <p className="text-sm">
        A job that keeps failing is dead at most{' '}
        <strong className="font-semibold">{formatDuration(last.latestMs)}</strong> after its first failure, run times
        left out.
      </p>
      <ol className="mt-2 flex flex-wrap gap-1.5">
        {shownRetries(steps).map((step) => (
          <li key={step.attempt} className="rounded border border-line bg-surface px-2 py-1 text-xs">
            <span className="text-muted">Attempt {step.attempt}</span>
            <span className="block font-medium">by +{formatDuration(step.latestMs)}</span>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-muted">
        These are the latest instants; each wait is drawn at random below its limit, so that retries do not come in
        waves.
      </p>
    </div>
  );
}

interface NumberFieldProps {
  readonly name: 'maxAttempts' | 'memoryLimitMb' | 'megaJobMaxCount' | 'megaJobMaxKb' | 'fairWeight';
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
}

export function NumberField({ name, label, unit, hint }: NumberFieldProps) {
  const { register, formState } = useFormContext<UseCaseFormValues>();
  const error = formState.errors[name]?.message;
  return (
    <Field id={name} label={label} error={error} hint={hint}>
      <div className="flex items-center gap-2">
        <input
          id={name}
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={error !== undefined}
          aria-describedby={cx(error !== undefined && errorId(name), hintId(name))}
          className={inputClass(error !== undefined, 'control max-w-24')}
          {...register(name, { setValueAs: (value: unknown) => (value === '' ? Number.NaN : Number(value)) })}
        />
        <span className="text-sm text-muted">{unit}</span>
      </div>
    </Field>
  );
}

export function ReasonField() {
  const { register, formState } = useFormContext<UseCaseFormValues>();
  const error = formState.errors.reason?.message;
  return (
    <TextField
      id="reason"
      label="Why"
      optional
      error={error}
      hint="Kept with the change for those who come after you"
      placeholder="Receipts were late at the Friday peak"
      {...register('reason')}
    />
  );
}
