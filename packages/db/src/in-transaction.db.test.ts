import type { Pool, PoolClient } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from './in-transaction.ts';
import { createPool } from './pool.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

describe('inTransaction', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeEach(async () => {
    database = await createTestDatabase({ isEmpty: true });
    // One connection: what is left on it, the next statement finds.
    pool = createPool({ connectionString: database.connectionString, max: 1, applicationName: 'leeway-test' });
    await pool.query('create table note (text text)');
  });
  const close = async () => {
    await pool.end();
    await database.drop();
  };
  afterEach(close);

  const add = (target: Pool | PoolClient, text: string) => target.query('insert into note values ($1)', [text]);
  /** As somebody else sees them. */
  const notes = async () =>
    (await database.pool.query('select text from note order by text')).rows.map(({ text }) => text);

  /** A pool whose connections lose the answer to a statement that they have carried out, or fail it. */
  const losing = (...lost: readonly string[]): Pool =>
    ({
      connect: async () => {
        const client = await pool.connect();
        const query = async (text: string) => {
          await client.query(text);
          if (lost.includes(text)) throw new Error('Query read timeout');
        };
        return { query, release: client.release.bind(client) };
      },
    }) as unknown as Pool;

  it('keeps all, or nothing', async () => {
    await inTransaction(pool, (client) => add(client, 'a'));
    const failing = inTransaction(pool, async (client) => {
      await add(client, 'b');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await notes()).toEqual(['a']);
  });

  it.each([[['begin']], [['begin', 'rollback']]])(
    'leaves no transaction behind for the next statement, where the answers to %j are lost',
    async (lost) => {
      await expect(inTransaction(losing(...lost), async () => undefined)).rejects.toThrow('timeout');
      await add(pool, 'after');
      expect(await notes()).toEqual(['after']);
    },
  );
});
