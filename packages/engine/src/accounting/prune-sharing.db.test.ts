import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepHouse } from './keep-house.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('forgets sharing when it forgets usage, and what engines said that are gone', async () => {
  const { pool } = database;
  const day = 86_400_000;
  await pool.query(
    `insert into sharing_minute (minute_at, use_case_no) values (now_ms() - $1, 1), (now_ms() - $2, 2)`,
    [31 * day, 29 * day],
  );
  await pool.query(`insert into pool_minute (minute_at) values (now_ms() - $1), (now_ms() - $2)`, [31 * day, 29 * day]);
  await pool.query(
    `insert into wait_state (use_case_no, engine_id, seen_at, gate, readings)
     values (1, 'gone', now_ms() - 3600000, 'turn', '[]'), (1, 'here', now_ms() - 1000, 'turn', '[]')`,
  );
  await pool.query(`insert into team (id, name) values ('team_a', 'a')`);
  await pool.query(`insert into downstream (id, name, team_id) values ('ds_a', 'a', 'team_a')`);
  await pool.query(
    `insert into downstream_state (downstream_id, engine_id, seen_at, signal_count, start_count)
     values ('ds_a', 'gone', now_ms() - 3600000, 0, 0), ('ds_a', 'here', now_ms() - 1000, 0, 0)`,
  );
  await keepHouse(pool);
  const left = async (table: string, column: string) =>
    (await pool.query(`select ${column} as what from ${table}`)).rows.map(({ what }) => what);
  expect(await left('sharing_minute', 'use_case_no')).toEqual([2]);
  expect(await left('pool_minute', '(now_ms() - minute_at) / 86400000')).toEqual([29]);
  expect(await left('wait_state', 'engine_id')).toEqual(['here']);
  expect(await left('downstream_state', 'engine_id')).toEqual(['here']);
});
