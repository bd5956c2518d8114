import type { Pool, PoolClient } from 'pg';
import { foldUsage as fold } from './sql/fold-usage.ts';
import { lockFold } from './sql/lock-fold.ts';

const DELTAS_PER_FOLD = 20_000;

/** Folds up to 20,000 deltas; returns how many, 0 also where another engine is folding. */
export async function foldUsage(pool: Pool): Promise<number> {
  const client = await pool.connect();
  try {
    return await foldLocked(client);
  } finally {
    client.release();
  }
}

/** The lock comes in a statement of its own, so that the fold's snapshot is taken after it. */
async function foldLocked(client: PoolClient): Promise<number> {
  await client.query('begin');
  try {
    const isLocked = (await client.query<{ is_locked: boolean }>(lockFold)).rows[0]?.is_locked === true;
    const foldedCount = isLocked
      ? Number((await client.query({ ...fold, values: [DELTAS_PER_FOLD] })).rows[0]?.folded_count)
      : 0;
    await client.query('commit');
    return foldedCount;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
