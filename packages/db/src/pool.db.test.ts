import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('gives int8 and int8[] back as numbers', async () => {
  const { rows } = await database.pool.query(`select 1780000000000::bigint as at, '{1,null,2}'::bigint[] as counts`);
  expect(rows).toEqual([{ at: 1_780_000_000_000, counts: [1, null, 2] }]);
});

it('outlives the end of an idle connection', async () => {
  const { rows } = await database.pool.query('select pg_backend_pid() as pid');
  await database.pool.query('select 1');
  const other = await createTestDatabase({ isEmpty: true });
  await other.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await other.drop();
  await expect.poll(async () => (await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

it('outlives the end of a connection in use, whose next query fails', async () => {
  const client = await database.pool.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const ended = new Promise((resolve) => client.once('end', resolve));
  await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await ended;
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
