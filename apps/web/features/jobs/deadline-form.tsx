'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/button.tsx';
import { errorId, Field, hintId, inputClass } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { Segmented } from '#components/segmented.tsx';
import { Time } from '#components/time.tsx';
import { DurationInput } from '#features/use-case-form/duration-input.tsx';
import { cx } from '#lib/class-names.ts';
import { readClock } from '#lib/clock.ts';
import { useTierNow } from '#lib/live/use-store-now.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import type { JobFormProps } from './end-job-form.tsx';
import { type DeadlineEntry, firstEntry, prepareDeadline } from './prepare-deadline.ts';
import { ReasonField } from './reason-field.tsx';
import { useJobChanged } from './use-job-changed.ts';

const MODES = [
  { value: 'fromNow', label: 'From now' },
  { value: 'afterStart', label: 'After its earliest start' },
  { value: 'at', label: 'At an instant' },
] as const;
const ID = 'new-deadline';

/** Gives a job that has not started another deadline, entered as a person thinks of it. */
export function DeadlineForm({ job, onAnswer, onLeave }: JobFormProps) {
  const trpc = useTRPC();
  const changed = useJobChanged();
  const now = useTierNow() ?? readClock();
  const [entry, setEntry] = useState(() => firstEntry(job, now));
  const [reason, setReason] = useState('');
  const change = useMutation(trpc.job.changeDeadline.mutationOptions({ onSettled: () => void changed() }));
  const { deadlineAt, effect, error } = prepareDeadline(entry, job, now);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (deadlineAt === null) return;
    const deadline = { deadlineAt: new Date(deadlineAt).toISOString() };
    change.mutate({ id: job.id, deadline, reason }, { onSuccess: onAnswer });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Segmented
        label="How the deadline is given"
        value={entry.mode}
        options={MODES}
        onChange={(mode) => setEntry({ ...entry, mode })}
      />
      <EntryField entry={entry} onChange={setEntry} error={error} />
      {deadlineAt !== null && (
        <p className="text-sm text-muted">
          <span className="block font-medium text-text">
            <Time at={deadlineAt} show="absolute" />
          </span>
          {effect}
        </p>
      )}
      <ReasonField id="deadline-reason" value={reason} onChange={setReason} />
      {change.error && <Notice tone="bad">{refusalOf(change.error)}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onLeave}>Leave it</Button>
        <Button type="submit" tone="primary" disabled={change.isPending || deadlineAt === null || reason.trim() === ''}>
          {change.isPending ? 'Asking…' : 'Change the deadline'}
        </Button>
      </div>
    </form>
  );
}

interface EntryFieldProps {
  readonly entry: DeadlineEntry;
  readonly onChange: (entry: DeadlineEntry) => void;
  readonly error: string | null;
}

function EntryField({ entry, onChange, error }: EntryFieldProps) {
  const hint = 'A start after it counts as late';
  if (entry.mode !== 'at') {
    return (
      <Field id={ID} label="Start within" error={error ?? undefined} hint={hint}>
        <DurationInput
          id={ID}
          label="Start within"
          valueMs={entry.durationMs}
          onChange={(durationMs) => onChange({ ...entry, durationMs })}
          isInvalid={error !== null}
        />
      </Field>
    );
  }
  const isWrong = error !== null && entry.localTime !== '';
  return (
    <Field id={ID} label="Start before" error={isWrong ? error : undefined} hint={hint}>
      <input
        id={ID}
        type="datetime-local"
        step={1}
        value={entry.localTime}
        onChange={(event) => onChange({ ...entry, localTime: event.target.value })}
        aria-invalid={isWrong}
        aria-describedby={cx(isWrong && errorId(ID), hintId(ID))}
        className={inputClass(isWrong, 'control')}
      />
    </Field>
  );
}

function refusalOf(error: unknown): string {
  const { detail, fields } = problemOf(error);
  return [detail, ...fields.map(({ message }) => message)].join('. ');
}
