import { deadlineOfJobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { QueuedJob, QueueRef } from './queued-job.ts';

/** A job in memory with the parts of its key that decisions need. */
export interface ReadyJob extends QueuedJob, QueueRef {
  readonly deadlineAt: number;
}

/** @param queue the queue that it is in, where that is known already */
export function toReadyJob(job: QueuedJob, { shard, useCaseNo }: QueueRef = queueOfJobKey(job.key)): ReadyJob {
  const { key, firstKey, attempt, availableAt, submittedAt, jobCount, payload, concurrencyKey } = job;
  const deadlineAt = deadlineOfJobKey(key);
  const place = { shard, useCaseNo, deadlineAt };
  return { key, firstKey, attempt, availableAt, submittedAt, jobCount, payload, concurrencyKey, ...place };
}

/** A job (or mega-job) in the hands of a worker. The token is unique per lease; results carry it back. */
export interface Lease {
  readonly job: ReadyJob;
  readonly token: number;
  readonly epoch: number;
}
