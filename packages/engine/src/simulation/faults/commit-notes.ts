import { type JobKey, jobKeyAt } from '@leeway/domain/job-id';
import type { ChangeNote } from '../store/change-jobs.ts';
import type { SettleNote } from '../store/settle-jobs.ts';

export function isSettle(note: unknown): note is SettleNote {
  return typeof note === 'object' && note !== null && 'kind' in note && note.kind === 'settle';
}

/** It takes a job out of a row, for good or to another place; the others of the row stay. */
export function isChange(note: unknown): note is ChangeNote {
  return isKind(note, 'cancel') || isKind(note, 'move');
}

export function isMove(note: unknown): note is ChangeNote {
  return isKind(note, 'move');
}

function isKind(note: unknown, kind: ChangeNote['kind']): boolean {
  return typeof note === 'object' && note !== null && 'kind' in note && note.kind === kind;
}

/** The jobs that a commit cancels, by their public ids. */
export function cancelledIn(note: unknown): ReadonlySet<JobKey> {
  if (isChange(note)) return new Set(note.kind === 'cancel' ? [note.key] : []);
  if (!isSettle(note)) return new Set();
  return new Set(
    note.settlements.flatMap(({ job, ends }) =>
      ends
        .filter(({ outcome }) => outcome === 'cancelled')
        .map(({ place }) => job.firstKey ?? jobKeyAt(job.key, place)),
    ),
  );
}
