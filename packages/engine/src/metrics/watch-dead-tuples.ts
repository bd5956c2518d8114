import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { countDeadTuples } from './sql/count-dead-tuples.ts';

const LOOK_MS = 15_000;

export interface DeadTupleWatch extends Service {
  /** Null before the first look. */
  count(): number | null;
}

/** Keeps an eye on what vacuum has left behind in the queue's tables. */
export function createDeadTupleWatch(pool: Pool, clock: Clock, log: Log): DeadTupleWatch {
  let deadCount: number | null = null;
  const loop = createLoop({
    name: 'dead-tuples',
    clock,
    log,
    runOnce: async () => {
      const { rows } = await pool.query<{ dead_count: number }>(countDeadTuples);
      deadCount = Number(rows[0]?.dead_count);
      return { waitMs: LOOK_MS };
    },
  });
  return { ...loop, count: () => deadCount };
}
