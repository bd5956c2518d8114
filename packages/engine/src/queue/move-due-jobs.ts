import type { Pool } from 'pg';
import type { QueuedJob } from './queued-job.ts';
import { type JobRow, toQueuedJob } from './read-windows.ts';
import { findNextDue as findNext } from './sql/find-next-due.ts';
import { moveDueJobs as move } from './sql/move-due-jobs.ts';

/** Moves what is due into the ready queue, at most `rowsPerShard` of each shard; returns it. */
export async function moveDueJobs(pool: Pool, shards: readonly number[], rowsPerShard: number): Promise<QueuedJob[]> {
  const { rows } = await pool.query<JobRow>({ ...move, values: [shards, rowsPerShard] });
  return rows.map(toQueuedJob);
}

/** How long until the next delayed job of some shards is due, in ms by the store's clock (negative: overdue); null where none waits. */
export async function findNextDue(pool: Pool, shards: readonly number[]): Promise<number | null> {
  const { rows } = await pool.query<{ now: number; due_at: number | null }>({ ...findNext, values: [shards] });
  const found = rows[0];
  return found?.due_at == null ? null : found.due_at - found.now;
}
