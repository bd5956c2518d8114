import type { FailureCode, NoteCode } from '@leeway/domain/job-state';
import type { ReadyJob } from './lease.ts';

export interface Failure {
  /** Of a cancelled job that it was cancelled, and the message by whom. */
  readonly code: FailureCode | NoteCode;
  readonly message: string;
}

/** How one attempt of one job ended. Instants on the store's clock, durations ms. */
export interface AttemptEnd {
  /** Which job of the row: 0, or the place in the mega-job. */
  readonly place: number;
  readonly outcome: 'done' | 'retried' | 'dead' | 'cancelled';
  /** 0 where it was cancelled before it ran. */
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

/** The end of a lease: what became of the jobs of one row. Every job of the row is in `ends` or in `returned`. */
export interface Settlement {
  readonly job: ReadyJob;
  /** The epoch under which the row was leased. */
  readonly epoch: number;
  readonly ends: readonly AttemptEnd[];
  /** Places of a mega-job that did not run: they go back to the queue as jobs of their own. */
  readonly returned: readonly number[];
}
