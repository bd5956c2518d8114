import type { JobKey } from '@leeway/domain/job-id';

/** A job that is due, as the dispatcher holds it. Its deadline and its queue are in the key. */
export interface QueuedJob {
  readonly key: JobKey;
  /** Number of the next attempt, from 1. */
  readonly attempt: number;
  readonly availableAt: number;
  readonly submittedAt: number;
  /** JSON text. */
  readonly payload: string;
}

/** One queue: the jobs of one use case in one shard. */
export interface QueueRef {
  readonly shard: number;
  readonly useCaseNo: number;
}
