import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueuedJob } from './queued-job.ts';
import { type JobRow, toQueuedJob } from './read-windows.ts';
import { findNextDue as findNext } from './sql/find-next-due.ts';
import { moveDueJobsFairly, moveDueJobs as moveInOrder } from './sql/move-due-jobs.ts';

/** Payloads that one move brings along; the rest is read when a worker is near. */
const MOVED_BYTES = 4 * 2 ** 20;

/** Where in a shard to look for what is due. */
export interface DueRange {
  readonly shard: number;
  /** Everything due before has been moved, as far as it is known here. */
  readonly fromAt: number;
}

export interface MoveRequest {
  readonly ranges: readonly DueRange[];
  readonly rowsPerShard: number;
  /** Equal parts for all use cases of a shard, instead of the oldest first. */
  readonly isFair: boolean;
}

/** A job that is in the ready queue now. */
export interface MovedJob {
  readonly key: JobKey;
  readonly dueAt: number;
  /** Null where its payload was left in the store. */
  readonly job: QueuedJob | null;
}

export interface NextDue {
  /** The store's time. */
  readonly now: number;
  /** Null where nothing waits. */
  readonly dueAt: number | null;
}

type MovedRow = Omit<JobRow, 'payload'> & { readonly due_at: number; readonly payload: string | null };

function rangeValues(ranges: readonly DueRange[]): [number[], number[]] {
  return [ranges.map((range) => range.shard), ranges.map((range) => range.fromAt)];
}

/** Moves what is due into the ready queue. */
export async function moveDueJobs(pool: Pool, { ranges, rowsPerShard, isFair }: MoveRequest): Promise<MovedJob[]> {
  const statement = isFair ? moveDueJobsFairly : moveInOrder;
  const values = [...rangeValues(ranges), rowsPerShard, MOVED_BYTES];
  const { rows } = await pool.query<MovedRow>({ ...statement, values });
  return rows.map(toMovedJob);
}

function toMovedJob({ payload, ...row }: MovedRow): MovedJob {
  return { key: row.key, dueAt: row.due_at, job: payload === null ? null : toQueuedJob({ ...row, payload }) };
}

/** When the next delayed job of some shards is due. */
export async function findNextDue(pool: Pool, ranges: readonly DueRange[]): Promise<NextDue> {
  const { rows } = await pool.query<{ now: number; due_at: number | null }>({
    ...findNext,
    values: rangeValues(ranges),
  });
  return { now: Number(rows[0]?.now), dueAt: rows[0]?.due_at ?? null };
}
