import { MAX_DEADLINE_AT } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { type FieldError, LeewayError } from '@leeway/domain/problem';
import type { JobSubmission } from '@leeway/domain/submit';
import type { DedupeClaim } from '../queue/new-job.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { hashUuid } from './hash-uuid.ts';

/** A submission that is accepted, before it has a place in the queue. Instants by the store's clock, estimated. */
export interface JobDraft {
  /** JSON text. */
  readonly payload: string;
  readonly availableAt: number;
  readonly deadlineAt: number;
  /** An earliest start that was asked for is left to the store's clock to judge, which may have been set since it was read here. */
  readonly mayBeAhead: boolean;
  readonly dedupe: DedupeClaim | null;
  /** Null: none. Empty: none, in a use case that limits its keys. */
  readonly concurrencyKey: string | null;
  /** Whether it may share a row with its neighbours: it asks for nothing of its own. */
  readonly mayShare: boolean;
}

/** Checks each submission and works out its instants. Throws INVALID_INPUT that names every field at fault. */
export function draftJobs(useCase: UseCaseEntry, submissions: readonly JobSubmission[], now: number): JobDraft[] {
  const faults: FieldError[] = [];
  const drafts = submissions.map((submission, index) => {
    const draft = toDraft(useCase, submission, now);
    collectFaults(draft, { index, now, faults });
    return draft;
  });
  if (faults.length > 0)
    throw new LeewayError('INVALID_INPUT', 'Some jobs cannot be accepted; none was stored', { fields: faults });
  return drafts;
}

function toDraft(useCase: UseCaseEntry, submission: JobSubmission, now: number): JobDraft {
  const { availableAt: asked, delayToleranceMs, concurrencyKey } = submission;
  const availableAt = asked === undefined ? now : Date.parse(asked);
  const dedupe = toDedupeClaim(submission);
  return {
    payload: JSON.stringify(submission.payload),
    availableAt,
    deadlineAt: clampDeadline(availableAt + (delayToleranceMs ?? useCase.delayToleranceMs)),
    mayBeAhead: asked !== undefined,
    dedupe,
    concurrencyKey: concurrencyKey ?? (useCase.concurrencyKeyLimit === null ? null : ''),
    mayShare: asked === undefined && delayToleranceMs === undefined && dedupe === null && concurrencyKey === undefined,
  };
}

interface FaultContext {
  readonly index: number;
  readonly now: number;
  readonly faults: FieldError[];
}

function collectFaults({ payload, availableAt }: JobDraft, { index, now, faults }: FaultContext): void {
  // A character is at most three bytes: most payloads need not be measured.
  if (payload.length * 3 > LIMITS.payloadBytes && Buffer.byteLength(payload) > LIMITS.payloadBytes) {
    const message = `A payload is at most ${LIMITS.payloadBytes} bytes of JSON; store large data elsewhere and send a reference`;
    faults.push({ field: `jobs[${index}].payload`, message });
  }
  if (!(availableAt >= 0)) faults.push({ field: `jobs[${index}].availableAt`, message: 'Must not be before 1970' });
  if (availableAt > now + LIMITS.availableAheadMs)
    faults.push({ field: `jobs[${index}].availableAt`, message: 'At most 366 days ahead' });
}

function clampDeadline(deadlineAt: number): number {
  return Math.min(MAX_DEADLINE_AT, Math.max(0, deadlineAt));
}

function toDedupeClaim({ dedupeKey, dedupeWindowMs }: JobSubmission): DedupeClaim | null {
  return dedupeKey === undefined ? null : { hash: hashUuid(dedupeKey), windowMs: dedupeWindowMs ?? null };
}
