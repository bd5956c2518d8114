import type { Pool, PoolClient } from 'pg';

/** A process that is frozen inside a transaction loses it, and with it the locks that others wait for. */
const BEGIN = "begin; set local idle_in_transaction_session_timeout = '3s'";
/** A connection that does not even undo is given up. */
const ROLLBACK = { text: 'rollback', query_timeout: 1_000 };

/** Runs `work` in one transaction; whatever it throws undoes all of it. The outcome of a commit that throws is unknown. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(BEGIN);
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
