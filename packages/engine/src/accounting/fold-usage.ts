import { inTransaction } from '@leeway/db/in-transaction';
import type { Pool } from 'pg';
import { foldUsage as fold } from './sql/fold-usage.ts';
import { lockFold } from './sql/lock-fold.ts';

/** The more at once, the fewer rows are written: those of one use case and ten seconds become one. */
export const DELTAS_PER_FOLD = 200_000;

/**
 * Folds up to 200,000 deltas; returns how many, 0 also where another engine is folding. The lock comes in a statement of its
 * own, so that the fold's snapshot is taken after it.
 */
export function foldUsage(pool: Pool): Promise<number> {
  return inTransaction(pool, async (client) => {
    const isLocked = (await client.query<{ is_locked: boolean }>(lockFold)).rows[0]?.is_locked === true;
    if (!isLocked) return 0;
    return Number((await client.query({ ...fold, values: [DELTAS_PER_FOLD] })).rows[0]?.folded_count);
  });
}
