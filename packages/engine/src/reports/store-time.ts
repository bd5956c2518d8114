import type { Pool } from 'pg';
import { readClock } from './sql/read-clock.ts';

/** What the reports need of a pool. */
export type Store = Pick<Pool, 'query'>;

/** The store's now, in ms since 1970. */
export async function readStoreTime(store: Store): Promise<number> {
  const { rows } = await store.query<{ now: number }>(readClock);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('the store did not tell the time');
  return Number(now);
}
