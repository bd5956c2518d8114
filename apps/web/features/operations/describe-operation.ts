import type { OperationKind, OperationPreview, OperationState, OperationView } from '@leeway/domain/job-operation';
import { formatField } from '#features/use-case-form/format-field.ts';
import { formatShare, formatWhole } from '#lib/format/number.ts';
import { FILTER_LABELS } from './filter-labels.ts';

export const KIND_TEXT: Readonly<
  Record<OperationKind, { verb: string; begun: string; done: string; skipped: string }>
> = {
  cancel: {
    verb: 'Cancel',
    begun: 'They are being cancelled; how far that is is shown above the jobs',
    done: 'cancelled',
    skipped: 'running, left alone',
  },
  redrive: {
    verb: 'Redrive',
    begun: 'They are being redriven; how far that is is shown above the jobs',
    done: 'redriven',
    skipped: 'left dead: another job holds their dedupe key',
  },
};

export function isOpen({ state }: { readonly state: OperationState }): boolean {
  return state === 'waiting' || state === 'running';
}

/** What is over is shown where it was for so long, so that it does not go while it is read. */
const LINGER_MS = 60_000;

/** Whether it is to be shown before anything else. */
export function isCurrent({ state, endedAt }: Pick<OperationView, 'state' | 'endedAt'>, now: number): boolean {
  return isOpen({ state }) || (endedAt !== null && now - endedAt < LINGER_MS);
}

/** `2,310 jobs match now`. */
export function previewText({ count, isMore }: OperationPreview): string {
  if (count === 0) return 'No job matches now';
  return `${isMore ? 'More than ' : ''}${formatWhole(count)} ${count === 1 && !isMore ? 'job matches' : 'jobs match'} now`;
}

/** How far it is: a share where that is known, else null. */
export function shareOf({ totalCount, doneCount, skippedCount, state }: OperationView): number | null {
  if (state === 'done') return 1;
  if (totalCount === null) return null;
  return totalCount === 0 ? 1 : Math.min(1, (doneCount + skippedCount) / totalCount);
}

/** `1,200 of 3,000 cancelled (40 %), 2 running, left alone`. */
export function progressText(operation: OperationView): string {
  const { kind, totalCount, doneCount, skippedCount, state } = operation;
  const { done, skipped } = KIND_TEXT[kind];
  const share = shareOf(operation);
  const ofAll =
    totalCount === null ? (isOpen({ state }) ? '; they are being counted' : '') : ` of ${formatWhole(totalCount)}`;
  const percent = share === null || !isOpen({ state }) ? '' : ` (${formatShare(share)})`;
  const left = skippedCount === 0 ? '' : `, ${formatWhole(skippedCount)} ${skipped}`;
  return totalCount === null
    ? `${formatWhole(doneCount)} ${done}${left}${ofAll}`
    : `${formatWhole(doneCount)}${ofAll} ${done}${percent}${left}`;
}

/** `Failure: TIMEOUT · Died from: …`; what it was not narrowed down to is not named. */
export function filterText(filter: OperationView['filter']): string {
  const parts = Object.entries(filter).map(([field, value]) => {
    const text = Array.isArray(value) ? value.join(', ') : formatField(field, value);
    return `${FILTER_LABELS[field] ?? field}: ${text}`;
  });
  return parts.length === 0 ? 'all that there were' : parts.join(' · ');
}
