import { type JobKey, jobKeyAt } from '@leeway/domain/job-id';
import type { CancelNote } from '../store/change-jobs.ts';
import type { SettleNote } from '../store/settle-jobs.ts';

export function isSettle(note: unknown): note is SettleNote {
  return typeof note === 'object' && note !== null && 'kind' in note && note.kind === 'settle';
}

export function isCancel(note: unknown): note is CancelNote {
  return typeof note === 'object' && note !== null && 'kind' in note && note.kind === 'cancel';
}

/** The jobs that a commit cancels. */
export function cancelledIn(note: unknown): ReadonlySet<JobKey> {
  if (isCancel(note)) return new Set([note.key]);
  if (!isSettle(note)) return new Set();
  return new Set(
    note.settlements.flatMap(({ job, ends }) =>
      ends.filter(({ outcome }) => outcome === 'cancelled').map(({ place }) => jobKeyAt(job.key, place)),
    ),
  );
}
