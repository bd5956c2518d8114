import type { Rows } from './rows.ts';
import { type LockWish, StoreError, type Transaction } from './simulated-store.ts';

/** Inserts under a primary key: waits for another who inserts or deletes the same, and fails where it is taken then. */
export function* addUnique<Name extends 'job' | 'delayed' | 'dead'>(
  tx: Transaction,
  table: Name,
  row: Rows[Name],
): Generator<LockWish, void, void> {
  yield* tx.lock(`${table} ${row.key}`);
  if (tx.isThere(table, row.key))
    throw new StoreError('23505', `duplicate key value violates unique constraint of ${table}: ${row.key}`);
  tx.put(table, row.key, row);
}
