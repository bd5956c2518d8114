import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { insertJobs as statement } from './sql/insert-jobs.ts';

export interface NewJob {
  readonly key: JobKey;
  readonly useCaseNo: number;
  readonly availableAt: number;
  /** Jobs in the row: more than 1 in a mega-job, which is due at once. */
  readonly jobCount: number;
  /** JSON text; of a mega-job the text of the array of its jobs' payloads. */
  readonly payload: string;
  /** False where the job is due at once; else the store decides on its own clock. */
  readonly mayBeAhead: boolean;
}

export interface Inserted {
  /** The store's time at which the jobs were accepted. */
  readonly acceptedAt: number;
  /** Jobs that were thought to lie ahead and were due after all. */
  readonly dueKeys: ReadonlySet<JobKey>;
}

/** Writes jobs in one statement. Rejects as a whole. */
export async function insertJobs(pool: Pick<Pool, 'query'>, jobs: readonly NewJob[]): Promise<Inserted> {
  const { rows } = await pool.query<{ now: number; due_keys: JobKey[] }>({
    ...statement,
    values: [
      jobs.map((job) => job.key),
      jobs.map((job) => job.useCaseNo),
      jobs.map((job) => job.availableAt),
      jobs.map((job) => job.payload),
      jobs.map((job) => job.mayBeAhead),
      jobs.map((job) => job.jobCount),
    ],
  });
  return { acceptedAt: Number(rows[0]?.now), dueKeys: new Set(rows[0]?.due_keys) };
}

/** What the store made of the earliest start: a job that is due at once starts no later than it was accepted. */
export function storedAvailableAt(job: NewJob, acceptedAt: number): number {
  return job.mayBeAhead ? job.availableAt : Math.min(job.availableAt, acceptedAt);
}
