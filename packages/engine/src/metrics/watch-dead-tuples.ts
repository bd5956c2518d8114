import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { countDeadTuples } from './sql/count-dead-tuples.ts';

const LOOK_MS = 15_000;

/** Half of the ids that there are: at all of them the store takes no more writes. */
const TOO_OLD = 1_000_000_000;

export interface DeadTupleWatch extends Service {
  /** Null before the first look. */
  count(): number | null;
  /** Transactions (or groups of lockers) since the oldest that vacuum has not frozen; null before the first look. */
  idAge(): number | null;
}

/** Keeps an eye on what vacuum has left behind in the queue's tables, and on the age of the store's ids. */
export function createDeadTupleWatch(pool: Pool, clock: Clock, log: Log): DeadTupleWatch {
  let deadCount: number | null = null;
  let idAge: number | null = null;
  const loop = createLoop({
    name: 'dead-tuples',
    clock,
    log,
    runOnce: async () => {
      const { rows } = await pool.query<{ dead_count: number; id_age: number }>(countDeadTuples);
      deadCount = Number(rows[0]?.dead_count);
      idAge = Number(rows[0]?.id_age);
      if (idAge > TOO_OLD) log.warn({ idAge }, 'vacuum does not freeze: half of the transaction ids are used up');
      return { waitMs: LOOK_MS };
    },
  });
  return { ...loop, count: () => deadCount, idAge: () => idAge };
}
