import type { LeasedJob } from '@leeway/domain/lease';

/** A job in the hands of this worker. */
export interface RunningJob {
  readonly lease: LeasedJob;
  readonly startedAt: number;
  /** Tells the handler that its work is no longer wanted. */
  readonly abort: AbortController;
  /** Until then nobody else gets the job, by this process's clock. */
  heldUntil: number;
  /** Somebody else may have the job by now: whatever the handler says, it is not said on. */
  isLost: boolean;
}

/** The lease of a job ended before its handler did: what the handler did may be done again by somebody else. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  readonly jobId: string;

  constructor(jobId: string) {
    super(`The lease of ${jobId} was lost: it expired, or the job was called off`);
    this.jobId = jobId;
  }
}

/** Thrown by a handler: the job failed, and is to be tried again after so long instead of the use case's backoff. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly delayMs: number;

  constructor(reason: string, options: { readonly delayMs: number }) {
    super(reason);
    this.delayMs = options.delayMs;
  }
}
