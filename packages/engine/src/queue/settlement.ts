import type { JobKey } from '@leeway/domain/job-id';
import type { FailureCode } from '@leeway/domain/job-state';

export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

/** How one attempt ended. Instants on the store's clock, durations ms. */
export interface Settlement {
  readonly key: JobKey;
  readonly shard: number;
  /** The epoch under which the job was leased. */
  readonly epoch: number;
  readonly useCaseNo: number;
  readonly attempt: number;
  readonly outcome: 'done' | 'retried' | 'dead';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly runMs: number;
  readonly cpuMs: number;
  /** Memory held times run time, in MiB seconds. */
  readonly memoryMbS: number;
  /** Start minus earliest start; only first attempts count in the delay charts. */
  readonly delayMs: number;
  readonly isLate: boolean;
  readonly failure: Failure | null;
  readonly retryWaitMs: number;
}
