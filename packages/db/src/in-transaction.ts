import type { Pool, PoolClient } from 'pg';

interface TransactionOptions {
  /** A process that is frozen inside the transaction loses it after this long, and with it the locks that others wait for. */
  readonly idleLimitMs?: number;
}

/** A connection that does not even undo in this time is given up. */
const ROLLBACK = { text: 'rollback', query_timeout: 1_000 };

/**
 * Runs `work` in one transaction; whatever it throws undoes all of it. A connection that may still be inside a transaction
 * (because `begin` was carried out though its answer was lost, or `rollback` failed) never goes back to the pool: the next
 * statement on it would be confirmed and then undone.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  { idleLimitMs }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(idleLimitMs === undefined ? 'begin' : beginWithin(idleLimitMs));
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    const isBack = await client.query(ROLLBACK).then(
      () => true,
      () => false,
    );
    client.release(!isBack);
    throw error;
  }
}

/** One round trip. */
function beginWithin(idleLimitMs: number): string {
  return `begin; set local idle_in_transaction_session_timeout = ${Math.trunc(idleLimitMs)}`;
}
