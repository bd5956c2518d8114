import { type JobKey, megaRowOf } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueuedJob } from './queued-job.ts';
import { type JobRow, toQueuedJob } from './read-windows.ts';
import { findQueuedJob as statement } from './sql/find-queued-job.ts';

/** A job in the ready queue: its row, and which job of the row it is. */
export interface QueuedPlace {
  readonly row: QueuedJob;
  readonly place: number;
}

/** By the public id; null where it is not in the ready queue. */
export async function findQueuedJob(db: Pick<Pool, 'query'>, id: JobKey): Promise<QueuedPlace | null> {
  const mega = megaRowOf(id);
  const { rows } = await db.query<JobRow>({ ...statement, values: [id, mega?.rowKey ?? id, mega?.place ?? 0] });
  const found = rows[0];
  if (found === undefined) return null;
  const row = toQueuedJob(found);
  return { row, place: mega !== null && row.key === mega.rowKey && row.jobCount > 1 ? mega.place : 0 };
}
