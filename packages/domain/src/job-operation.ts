import { z } from 'zod';
import { FAILURE_CODES } from './job-state.ts';
import { LIMITS } from './limits.ts';
import { plainText } from './use-case.ts';

/** What can be done to all jobs of a use case that a filter matches. */
export const OPERATION_KINDS = ['redrive', 'cancel'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** Why somebody does something to jobs; it stays in history. */
export const Reason = plainText(LIMITS.reasonLength).refine((text) => text.trim() !== '', 'Say why');

/** An ISO 8601 instant with a zone, as ms since 1970. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'An ISO 8601 instant with a zone, such as 2026-01-31T03:00:00Z' })
  .transform((text) => Date.parse(text));

/** Which dead jobs; what is left out matches all. Ends of a stretch of time belong to it. */
export const RedriveFilter = z.strictObject({
  failureCode: z.enum(FAILURE_CODES, `One of ${FAILURE_CODES.join(', ')}`).optional(),
  diedFrom: Instant.optional(),
  diedTo: Instant.optional(),
  /** Part of the failure's message, upper or lower case. */
  text: plainText(LIMITS.filterTextLength).min(1, 'Leave it out to match all').optional(),
});
export type RedriveFilter = z.infer<typeof RedriveFilter>;

const CANCELLABLE_STATES = ['waiting', 'delayed'] as const;

/** Which waiting and delayed jobs. */
export const CancelFilter = z.strictObject({
  states: z.array(z.enum(CANCELLABLE_STATES)).min(1, 'Name at least one of waiting, delayed').optional(),
  submittedFrom: Instant.optional(),
  submittedTo: Instant.optional(),
  deadlineFrom: Instant.optional(),
  deadlineTo: Instant.optional(),
});
export type CancelFilter = z.infer<typeof CancelFilter>;

/** A filter together with what it is for. */
export const OperationTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('redrive'), filter: RedriveFilter.default({}) }),
  z.strictObject({ kind: z.literal('cancel'), filter: CancelFilter.default({}) }),
]);
export type OperationTarget = z.infer<typeof OperationTarget>;

/** Body of `POST /v1/use-cases/{name}/operations`. */
export const OperationRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('redrive'), filter: RedriveFilter.default({}), reason: Reason }),
  z.strictObject({ kind: z.literal('cancel'), filter: CancelFilter.default({}), reason: Reason }),
]);
export type OperationRequest = z.infer<typeof OperationRequest>;

export const OperationId = z.string().regex(/^op_[0-9a-z]{20}$/, 'An operation id is "op_" and 20 letters and digits');

/** `waiting`: no engine has begun. `stopped`: by somebody, before all was done. */
export type OperationState = 'waiting' | 'running' | 'done' | 'stopped';

/** A bulk operation and how far it is. Instants in ms since 1970. */
export interface OperationView {
  readonly id: string;
  readonly kind: OperationKind;
  readonly useCase: string;
  readonly state: OperationState;
  readonly filter: RedriveFilter & CancelFilter;
  /** Jobs that matched when it began; null while they are being counted. */
  readonly totalCount: number | null;
  readonly doneCount: number;
  /** Matched, and left as they were: running, or their dedupe key is held by another job. */
  readonly skippedCount: number;
  readonly askedBy: string;
  readonly reason: string;
  readonly askedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly stoppedBy: string | null;
}

/** Answer of a preview: `isMore` where counting ended at `count`. */
export interface OperationPreview {
  readonly count: number;
  readonly isMore: boolean;
}

type IsoFields<T, Field extends keyof T> = Omit<T, Field> & { readonly [Name in Field]: ToIso<T[Name]> };
type ToIso<Value> = Value extends number ? string : Value;

/** What programs are told: instants in ISO 8601, those of the filter too. */
export type OperationAnswer = Omit<IsoFields<OperationView, 'askedAt' | 'startedAt' | 'endedAt'>, 'filter'> & {
  readonly filter: Readonly<Record<string, unknown>>;
};

export function toOperationAnswer(operation: OperationView): OperationAnswer {
  const { filter, askedAt, startedAt, endedAt } = operation;
  const texts = Object.entries(filter).map(([name, value]) => [name, typeof value === 'number' ? toIso(value) : value]);
  return {
    ...operation,
    filter: Object.fromEntries(texts),
    askedAt: toIso(askedAt),
    startedAt: startedAt === null ? null : toIso(startedAt),
    endedAt: endedAt === null ? null : toIso(endedAt),
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
