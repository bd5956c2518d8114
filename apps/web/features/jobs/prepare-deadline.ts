import { LIMITS } from '@leeway/domain/limits';
import type { JobView } from '@leeway/domain/views';
import { formatDuration } from '#lib/format/duration.ts';

export const DEADLINE_MODES = ['fromNow', 'afterStart', 'at'] as const;
export type DeadlineMode = (typeof DEADLINE_MODES)[number];

/** What a person has entered. */
export interface DeadlineEntry {
  readonly mode: DeadlineMode;
  /** NaN where it is no number. */
  readonly durationMs: number;
  /** As `<input type="datetime-local">` has it, on the reader's clock. */
  readonly localTime: string;
}

/** What to ask for, or what is wrong with the entry. */
export type PreparedDeadline =
  | { readonly deadlineAt: number; readonly effect: string; readonly error: null }
  | { readonly deadlineAt: null; readonly effect: null; readonly error: string };

type Shown = Pick<JobView, 'availableAt' | 'deadlineAt'>;

/** A job whose start is ahead gets its deadline from there, any other from now. */
export function firstEntry({ availableAt }: Shown, now: number): DeadlineEntry {
  return { mode: availableAt > now ? 'afterStart' : 'fromNow', durationMs: 60_000, localTime: '' };
}

export function prepareDeadline(entry: DeadlineEntry, job: Shown, now: number): PreparedDeadline {
  const deadlineAt = instantOf(entry, job, now);
  if (!Number.isFinite(deadlineAt))
    return wrong(entry.mode === 'at' ? 'Enter a date and a time' : 'Enter a number of time units, 0 or more');
  const toleranceMs = deadlineAt - job.availableAt;
  if (toleranceMs < 0)
    return wrong('This is before the earliest start of the job, and a deadline cannot be. That start stays as it is.');
  if (toleranceMs > LIMITS.delayToleranceMs.max)
    return wrong(`At most ${formatDuration(LIMITS.delayToleranceMs.max)} after the earliest start of the job`);
  return { deadlineAt, effect: effectOf(deadlineAt, job), error: null };
}

function instantOf({ mode, durationMs, localTime }: DeadlineEntry, { availableAt }: Shown, now: number): number {
  if (mode === 'at') return Date.parse(localTime);
  return durationMs < 0 ? Number.NaN : Math.round((mode === 'fromNow' ? now : availableAt) + durationMs);
}

function effectOf(deadlineAt: number, job: Shown): string {
  const moved = deadlineAt - job.deadlineAt;
  if (moved === 0) return 'That is the deadline it has.';
  return moved < 0
    ? `${formatDuration(-moved)} earlier than now: it overtakes every job of its use case with a later deadline.`
    : `${formatDuration(moved)} later than now: jobs of its use case with an earlier deadline go first.`;
}

function wrong(error: string): PreparedDeadline {
  return { deadlineAt: null, effect: null, error };
}
