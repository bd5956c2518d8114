import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueuedJob } from '../queue/queued-job.ts';
import { toQueuedJob } from '../queue/read-windows.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import { findNextDue } from './sql/find-next-due.ts';
import { moveDueJobs } from './sql/move-due-jobs.ts';

/** Other processes may add an earlier instant at any time: look at least this often. */
const MAX_WAIT_MS = 500;
const ROWS_PER_SHARD = 250;

interface MovedRow {
  key: JobKey;
  attempt: number;
  available_at: number;
  submitted_at: number;
  payload: string;
}

export interface DelayServiceOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly ownedShards: () => readonly number[];
  /** Jobs that have just become due. */
  readonly onDue: (jobs: readonly QueuedJob[]) => void;
}

export interface DelayService extends Loop {
  /** Something is due at this instant; looked at no later. */
  expect(dueAt: number): void;
  /** Moves what is due now; returns how many jobs. */
  runOnce(): Promise<number>;
}

/** Holds what is not due, and hands it to the ready queue when it is: never early, because the store's clock decides. */
export function createDelayService(options: DelayServiceOptions): DelayService {
  const { pool } = options;
  let nextDueAt = Number.POSITIVE_INFINITY;

  const runOnce = async (): Promise<number> => {
    const shards = options.ownedShards();
    if (shards.length === 0) return 0;
    const { rows } = await pool.query<MovedRow>({ ...moveDueJobs, values: [shards, ROWS_PER_SHARD] });
    if (rows.length > 0) options.onDue(rows.map(toQueuedJob));
    return rows.length;
  };

  const waitForNext = async (): Promise<number> => {
    nextDueAt = Number.POSITIVE_INFINITY;
    const { rows } = await pool.query<{ now: number; due_at: number | null }>({
      ...findNextDue,
      values: [options.ownedShards()],
    });
    const found = rows[0];
    const fromStore = found?.due_at == null ? MAX_WAIT_MS : found.due_at - found.now;
    return Math.max(0, Math.min(MAX_WAIT_MS, fromStore, nextDueAt - options.now()));
  };

  const loop = createLoop({
    name: 'delay-service',
    clock: options.clock,
    log: options.log,
    runOnce: async () => {
      const movedCount = await runOnce();
      return { waitMs: movedCount > 0 ? 0 : await waitForNext() };
    },
  });

  return {
    ...loop,
    runOnce,
    expect: (dueAt) => {
      if (dueAt >= nextDueAt) return;
      nextDueAt = dueAt;
      if (dueAt - options.now() < MAX_WAIT_MS) loop.wake();
    },
  };
}
