import { decodeJobKey, type JobKey, jobKeyRange, MAX_USE_CASE_NO } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueueRef } from './queued-job.ts';
import { findQueues as statement } from './sql/find-queues.ts';
import { readQueueKeys } from './sql/read-queue-keys.ts';

/** The queues of some shards that hold jobs. */
export async function findQueues(pool: Pool, shards: readonly number[]): Promise<QueueRef[]> {
  const { rows } = await pool.query<{ first_key: JobKey }>({
    ...statement,
    values: [
      shards.map((shard) => jobKeyRange(shard, 0).low),
      shards.map((shard) => jobKeyRange(shard, MAX_USE_CASE_NO).high),
    ],
  });
  return rows.map((row) => decodeJobKey(row.first_key));
}

export interface KeyRange {
  readonly low: JobKey;
  readonly high: JobKey;
  readonly rowLimit: number;
}

export interface KeyRow {
  readonly place: number;
  readonly key: JobKey;
  readonly attempt: number;
}

/** The first `rowLimit` keys of each queue; `place` is the queue's position in the request, from 1. */
export async function readFirstKeys(pool: Pool, queues: readonly KeyRange[]): Promise<KeyRow[]> {
  const { rows } = await pool.query<KeyRow>({
    ...readQueueKeys,
    values: [
      queues.map((queue) => queue.low),
      queues.map((queue) => queue.high),
      queues.map((queue) => queue.rowLimit),
    ],
  });
  return rows;
}
