import type { QueuedJob } from './queued-job.ts';

/** A job in memory with the parts of its key that decisions need. */
export interface ReadyJob extends QueuedJob {
  readonly shard: number;
  readonly useCaseNo: number;
  readonly deadlineAt: number;
}

/** A job (or mega-job) in the hands of a worker. The token is unique per lease; results carry it back. */
export interface Lease {
  readonly job: ReadyJob;
  readonly token: number;
  readonly epoch: number;
}
