import { deadlineOfJobKey, encodeJobKey, MAX_DEADLINE_AT, TIE_SPACE, toJobId } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { type FieldError, LeewayError } from '@leeway/domain/problem';
import type { JobSubmission, SubmittedJob } from '@leeway/domain/submit';
import { type NewJob, storedAvailableAt } from '../queue/insert-jobs.ts';
import { shardsOf } from '../queue/shard-spread.ts';
import type { UseCaseEntry } from '../registry/entries.ts';

/** An earliest start this close to now is left to the store's clock to judge. */
const NEARLY_NOW_MS = 100;

export interface BuildInput {
  readonly useCase: UseCaseEntry;
  readonly submissions: readonly JobSubmission[];
  /** Store time, estimated. */
  readonly now: number;
  readonly shardCount: number;
  /** Rises with every job of this process; wraps at `TIE_SPACE`. */
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
    const tie = input.nextTie() % TIE_SPACE;
    const deadlineAt = clampDeadline(availableAt + (submission.delayToleranceMs ?? input.useCase.delayToleranceMs));
    const shard = shards[tie % shards.length] ?? 0;
    const key = encodeJobKey({ shard, useCaseNo: input.useCase.no, deadlineAt, tie });
    const mayBeAhead = availableAt > input.now - NEARLY_NOW_MS && submission.availableAt !== undefined;
    return { key, useCaseNo: input.useCase.no, availableAt, jobCount: 1, payload, mayBeAhead };
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

/** What the caller is told of an accepted job. */
export function toSubmittedJob(job: NewJob, acceptedAt: number): SubmittedJob {
  return {
    id: toJobId(job.key),
    availableAt: new Date(storedAvailableAt(job, acceptedAt)).toISOString(),
    deadlineAt: new Date(deadlineOfJobKey(job.key)).toISOString(),
  };
}
