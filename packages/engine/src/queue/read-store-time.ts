import type { Pool } from 'pg';
import { readNow } from './sql/read-now.ts';

/** The store's time. */
export async function readStoreTime(pool: Pool): Promise<number> {
  return Number((await pool.query<{ now: number }>(readNow)).rows[0]?.now);
}
