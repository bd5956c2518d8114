import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueuedJob } from './queued-job.ts';
import { readWindows as statement } from './sql/read-windows.ts';

export interface WindowRequest {
  /** The last key already read; exclusive. */
  readonly cursor: JobKey;
  readonly queueEnd: JobKey;
  readonly rowLimit: number;
}

/** A due job as statements return it. */
export interface JobRow {
  key: JobKey;
  first_id?: JobKey | null;
  attempt: number;
  job_count: number;
  available_at: number;
  submitted_at: number;
  payload: string;
  concurrency_key?: string | null;
}

/** The next jobs of each queue asked, in deadline order; the answer is in the order of the requests. */
export async function readWindows(pool: Pool, requests: readonly WindowRequest[]): Promise<QueuedJob[][]> {
  const windows: QueuedJob[][] = requests.map(() => []);
  const { rows } = await pool.query<JobRow & { place: number }>({
    ...statement,
    values: [
      requests.map((request) => request.cursor),
      requests.map((request) => request.queueEnd),
      requests.map((request) => request.rowLimit),
    ],
  });
  for (const row of rows) windows[row.place - 1]?.push(toQueuedJob(row));
  return windows;
}

export function toQueuedJob(row: JobRow): QueuedJob {
  return {
    key: row.key,
    firstKey: row.first_id ?? undefined,
    attempt: row.attempt,
    jobCount: row.job_count,
    availableAt: row.available_at,
    submittedAt: row.submitted_at,
    payload: row.payload,
    concurrencyKey: row.concurrency_key ?? undefined,
  };
}
