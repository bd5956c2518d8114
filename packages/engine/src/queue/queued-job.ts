import type { JobKey } from '@leeway/domain/job-id';

/** A row of the ready queue as the dispatcher holds it: a job, or a mega-job. Its deadline and its queue are in the key. */
export interface QueuedJob {
  readonly key: JobKey;
  /** The key that it was submitted under, its public id, where it has moved since; a mega-job never has. */
  readonly firstKey?: JobKey | undefined;
  /** Number of the next attempt, from 1. */
  readonly attempt: number;
  readonly availableAt: number;
  readonly submittedAt: number;
  /** Jobs in the row: 1, or how many the mega-job holds. */
  readonly jobCount: number;
  /** JSON text; of a mega-job the text of the array of its jobs' payloads. */
  readonly payload: string;
  /** Of the jobs of its use case with this key only so many run at once; undefined or empty where it has none. */
  readonly concurrencyKey?: string | undefined;
}

/** Which row it is, and in which state: a retry has another attempt, and a job of a mega-job may have the key of its row. */
export type RowState = Pick<QueuedJob, 'key' | 'attempt' | 'jobCount'>;

/** Whether a row is one of these, and as it is named there. */
export function isAmong(rows: readonly RowState[]): (row: RowState) => boolean {
  const named = new Map(rows.map((row) => [row.key, row]));
  return ({ key, attempt, jobCount }) => {
    const row = named.get(key);
    return row !== undefined && row.attempt === attempt && row.jobCount === jobCount;
  };
}

/** One queue: the jobs of one use case in one shard. */
export interface QueueRef {
  readonly shard: number;
  readonly useCaseNo: number;
}
