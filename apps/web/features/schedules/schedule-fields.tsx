'use client';
import { Controller, useFormContext } from 'react-hook-form';
import { Field, Input, TextArea } from '#components/field.tsx';
import { TextField } from '#components/text-field.tsx';
import { KEY_HINT } from '#features/use-case/key-hint.ts';
import { ChoiceCards } from '#features/use-case-form/choice-cards.tsx';
import { DurationInput } from '#features/use-case-form/duration-input.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { MISSED_RUNS_TEXT } from './explain-schedule.ts';
import type { ScheduleFormValues } from './schedule-form-values.ts';

const ZONES_LIST = 'schedule-zones';
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
const MISSED_RUNS = (['skip', 'runOnce', 'runAll'] as const).map((value) => ({ value, ...MISSED_RUNS_TEXT[value] }));

export function NameField() {
  const { register, formState } = useFormContext<ScheduleFormValues>();
  const error = formState.errors.name?.message;
  return (
    <TextField
      id="schedule-name"
      label="Name"
      error={error}
      hint="Unique in this use case, such as every-night"
      {...register('name')}
    />
  );
}

export function TimingFields() {
  const { register, formState } = useFormContext<ScheduleFormValues>();
  const { cron, timeZone } = formState.errors;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <TextField
        id="schedule-cron"
        label="Cron expression"
        error={cron?.message}
        hint="Minute, hour, day of the month, month, day of the week; seconds first if there are six"
        spellCheck={false}
        className="font-mono"
        {...register('cron')}
      />
      <Field
        id="schedule-zone"
        label="Time zone"
        error={timeZone?.message}
        hint="Its clocks say when: Europe/Berlin, UTC"
      >
        <Input
          id="schedule-zone"
          autoComplete="off"
          spellCheck={false}
          list={ZONES_LIST}
          isInvalid={timeZone !== undefined}
          {...register('timeZone')}
        />
        <datalist id={ZONES_LIST}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </Field>
    </div>
  );
}

export function PayloadField() {
  const { register, formState } = useFormContext<ScheduleFormValues>();
  const error = formState.errors.payload?.message;
  return (
    <Field id="schedule-payload" label="Payload" error={error} hint="JSON; every job gets the same">
      <TextArea
        id="schedule-payload"
        rows={3}
        spellCheck={false}
        className="font-mono text-xs"
        isInvalid={error !== undefined}
        {...register('payload')}
      />
    </Field>
  );
}

/** @param useCaseMs what holds where the schedule says nothing */
export function ToleranceField({ useCaseMs }: { readonly useCaseMs: number }) {
  const { control } = useFormContext<ScheduleFormValues>();
  return (
    <Controller
      control={control}
      name="delayToleranceMs"
      render={({ field: { value, onChange, onBlur }, fieldState: { error } }) => (
        <div className="flex flex-col gap-2">
          <label className="flex min-h-6 items-center gap-2 max-sm:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={value !== null}
              onChange={(event) => onChange(event.target.checked ? useCaseMs : null)}
            />
            <span className="font-medium">A delay tolerance of its own</span>
            {value === null && (
              <span className="text-sm text-muted">now the use case’s, {formatDuration(useCaseMs)}</span>
            )}
          </label>
          {value !== null && (
            <Field
              id="schedule-tolerance"
              label="Delay tolerance"
              error={error?.message}
              hint="How long after its instant a start is still on time"
            >
              <DurationInput
                id="schedule-tolerance"
                label="Delay tolerance"
                valueMs={value}
                onChange={onChange}
                onBlur={onBlur}
                isInvalid={error !== undefined}
              />
            </Field>
          )}
        </div>
      )}
    />
  );
}

export function ConcurrencyKeyField() {
  const { register, formState } = useFormContext<ScheduleFormValues>();
  const error = formState.errors.concurrencyKey?.message;
  return (
    <TextField
      id="schedule-concurrency-key"
      label="Concurrency key"
      optional
      error={error}
      hint={KEY_HINT}
      spellCheck={false}
      autoComplete="off"
      {...register('concurrencyKey')}
    />
  );
}

export function MissedRunsField() {
  const { control } = useFormContext<ScheduleFormValues>();
  return (
    <Controller
      control={control}
      name="missedRuns"
      render={({ field }) => (
        <ChoiceCards
          id="schedule-missed-runs"
          label="Missed runs"
          hint="What to do about instants that passed while no engine ran"
          value={field.value}
          choices={MISSED_RUNS}
          onChange={field.onChange}
        />
      )}
    />
  );
}

export function ReasonField() {
  const { register, formState } = useFormContext<ScheduleFormValues>();
  const error = formState.errors.reason?.message;
  return (
    <TextField
      id="schedule-reason"
      label="Why"
      optional
      error={error}
      hint="Kept in the log of changes"
      {...register('reason')}
    />
  );
}
