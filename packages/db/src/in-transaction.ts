import type { Pool, PoolClient } from 'pg';

/** A connection that does not even undo in this time is given up. */
const ROLLBACK = { text: 'rollback', query_timeout: 1_000 };

/**
 * Runs `work` in one transaction; whatever it throws undoes all of it. A connection that may still be inside a transaction
 * (because `begin` was carried out though its answer was lost, or `rollback` failed) never goes back to the pool: the next
 * statement on it would be confirmed and then undone.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
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
