import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { insertJobs as statement } from './sql/insert-jobs.ts';

export interface NewJob {
  readonly key: JobKey;
  readonly useCaseNo: number;
  readonly availableAt: number;
  /** JSON text. */
  readonly payload: string;
  /** False where the job is due at once; else the store decides on its own clock. */
  readonly mayBeAhead: boolean;
}

/** Writes jobs in one statement; returns the keys that were thought to lie ahead and were due after all. Rejects as a whole. */
export async function insertJobs(pool: Pool, jobs: readonly NewJob[]): Promise<ReadonlySet<JobKey>> {
  const { rows } = await pool.query<{ key: JobKey }>({
    ...statement,
    values: [
      jobs.map((job) => job.key),
      jobs.map((job) => job.useCaseNo),
      jobs.map((job) => job.availableAt),
      jobs.map((job) => job.payload),
      jobs.map((job) => job.mayBeAhead),
    ],
  });
  return new Set(rows.map((row) => row.key));
}
