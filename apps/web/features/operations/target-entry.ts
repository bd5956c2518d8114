import type { OperationKind } from '@leeway/domain/job-operation';
import { FAILURE_CODES, type FailureCode } from '@leeway/domain/job-state';

/** Instants that a filter can name, as `<input type="datetime-local">` has them: on the reader's clock, or empty. */
const RANGES = {
  cancel: ['submittedFrom', 'submittedTo', 'deadlineFrom', 'deadlineTo'],
  redrive: ['diedFrom', 'diedTo'],
} as const satisfies Record<OperationKind, readonly string[]>;
export type RangeField = (typeof RANGES)[OperationKind][number];

export const rangesOf = (kind: OperationKind): readonly RangeField[] => RANGES[kind];

export const STATE_CHOICES = ['both', 'waiting', 'delayed'] as const;
export type StateChoice = (typeof STATE_CHOICES)[number];

export const CODE_CHOICES = ['any', ...FAILURE_CODES] as const;
export type CodeChoice = (typeof CODE_CHOICES)[number];

/** What a person has entered. */
export interface TargetEntry {
  readonly kind: OperationKind;
  readonly states: StateChoice;
  readonly failureCode: CodeChoice;
  readonly text: string;
  readonly times: Readonly<Partial<Record<RangeField, string>>>;
}

interface CancelTarget {
  readonly kind: 'cancel';
  readonly filter: { readonly states?: ('waiting' | 'delayed')[] } & Partial<Record<RangeField, string>>;
}
interface RedriveTarget {
  readonly kind: 'redrive';
  readonly filter: { readonly failureCode?: FailureCode; readonly text?: string } & Partial<Record<RangeField, string>>;
}

/** The filter to ask for; null while an instant cannot be read. */
export function toTarget(entry: TargetEntry): CancelTarget | RedriveTarget | null {
  const times: Partial<Record<RangeField, string>> = {};
  for (const field of rangesOf(entry.kind)) {
    const text = entry.times[field] ?? '';
    if (text === '') continue;
    const at = Date.parse(text);
    if (Number.isNaN(at)) return null;
    times[field] = new Date(at).toISOString();
  }
  if (entry.kind === 'cancel')
    return { kind: 'cancel', filter: { ...times, ...(entry.states === 'both' ? {} : { states: [entry.states] }) } };
  return {
    kind: 'redrive',
    filter: {
      ...times,
      ...(entry.failureCode === 'any' ? {} : { failureCode: entry.failureCode }),
      ...(entry.text === '' ? {} : { text: entry.text }),
    },
  };
}
