import { encodeJobKey, jobTie, MAX_DEADLINE_AT } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { type FieldError, LeewayError } from '@leeway/domain/problem';
import type { JobSubmission } from '@leeway/domain/submit';
import type { DedupeClaim, NewJob } from '../queue/new-job.ts';
import { shardsOf } from '../queue/shard-spread.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { hashUuid } from './hash-uuid.ts';

/** An earliest start this close to now is left to the store's clock to judge. */
const NEARLY_NOW_MS = 100;

export interface BuildInput {
  readonly useCase: UseCaseEntry;
  readonly submissions: readonly JobSubmission[];
  /** Store time, estimated. */
  readonly now: number;
  readonly shardCount: number;
  /** Rises with every job of this process. */
  readonly nextTie: () => number;
}

/** Gives each submission its place in the queue. Throws INVALID_INPUT that names every field at fault. */
export function buildJobs(input: BuildInput): NewJob[] {
  const faults: FieldError[] = [];
  const shards = shardsOf(input.useCase.no, input.useCase.shardSpread, input.shardCount);
  const jobs = input.submissions.map((submission, index) => {
    const payload = JSON.stringify(submission.payload);
    const availableAt = submission.availableAt === undefined ? input.now : Date.parse(submission.availableAt);
    faults.push(...findFaults(payload, availableAt, { index, now: input.now }));
    const dedupe = toDedupeClaim(submission);
    const tie = jobTie(input.nextTie(), dedupe !== null && dedupe.windowMs === null);
    const deadlineAt = clampDeadline(availableAt + (submission.delayToleranceMs ?? input.useCase.delayToleranceMs));
    const shard = shards[tie % shards.length] ?? 0;
    const key = encodeJobKey({ shard, useCaseNo: input.useCase.no, deadlineAt, tie });
    const mayBeAhead = availableAt > input.now - NEARLY_NOW_MS && submission.availableAt !== undefined;
    return { key, useCaseNo: input.useCase.no, availableAt, jobCount: 1, payload, mayBeAhead, dedupe };
  });
  if (faults.length > 0)
    throw new LeewayError('INVALID_INPUT', 'Some jobs cannot be accepted; none was stored', { fields: faults });
  return jobs;
}

function findFaults(
  payload: string,
  availableAt: number,
  { index, now }: { readonly index: number; readonly now: number },
): FieldError[] {
  const faults: FieldError[] = [];
  if (Buffer.byteLength(payload) > LIMITS.payloadBytes) {
    const message = `A payload is at most ${LIMITS.payloadBytes} bytes of JSON; store large data elsewhere and send a reference`;
    faults.push({ field: `jobs[${index}].payload`, message });
  }
  if (!(availableAt >= 0)) faults.push({ field: `jobs[${index}].availableAt`, message: 'Must not be before 1970' });
  if (availableAt > now + LIMITS.availableAheadMs)
    faults.push({ field: `jobs[${index}].availableAt`, message: 'At most 366 days ahead' });
  return faults;
}

function clampDeadline(deadlineAt: number): number {
  return Math.min(MAX_DEADLINE_AT, Math.max(0, deadlineAt));
}

function toDedupeClaim({ dedupeKey, dedupeWindowMs }: JobSubmission): DedupeClaim | null {
  return dedupeKey === undefined ? null : { hash: hashUuid(dedupeKey), windowMs: dedupeWindowMs ?? null };
}
