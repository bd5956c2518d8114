import { LIMITS } from '@leeway/domain/limits';
import { HOUR_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import { pruneDedupeKeys } from './sql/prune-dedupe-keys.ts';
import { pruneSubmitDuplicates } from './sql/prune-submit-duplicates.ts';
import { pruneSubmitRequests } from './sql/prune-submit-requests.ts';

/** Rows of one statement: short enough that nobody waits for it. */
const ROWS = 5_000;
const KEPT_MS = LIMITS.idempotencyKeyKeptMs;

/** Forgets keys that are past their time. Resolves to whether there may be more of them. */
export async function pruneKeys(pool: Pool, rowLimit = ROWS): Promise<boolean> {
  const pruned = [
    await pool.query({ ...pruneSubmitRequests, values: [KEPT_MS, rowLimit] }),
    await pool.query({ ...pruneSubmitDuplicates, values: [KEPT_MS + HOUR_MS, rowLimit] }),
    await pool.query({ ...pruneDedupeKeys, values: [rowLimit] }),
  ];
  return pruned.some(({ rowCount }) => rowCount === rowLimit);
}
