import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepHouse } from './keep-house.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('forgets commands after a day and operations after a month, never what is open', async () => {
  const { pool } = database;
  const day = 86_400_000;
  const id = (prefix: string, no: number) => `${prefix}_${String(no).padStart(20, '0')}`;
  for (const [no, endedDaysAgo] of [null, 0.5, 1.5, 29, 31].entries()) {
    const ended = endedDaysAgo === null ? 'null' : `now_ms() - ${endedDaysAgo * day}`;
    await pool.query(
      `insert into job_command (id, kind, shard, job_id, asked_by, reason, asked_at, ended_at)
       values ($1, 'cancel', 0, gen_random_uuid(), 'x', '', 1, ${ended})`,
      [id('cmd', no)],
    );
    await pool.query(
      `insert into job_operation (id, kind, use_case_no, filter, asked_by, reason, asked_at, open_part_count, ended_at)
       values ($1, 'redrive', 1, '{}', 'x', 'x', 1, 1, ${ended})`,
      [id('op', no)],
    );
    await pool.query('insert into job_operation_part (operation_id, shard) values ($1, 0)', [id('op', no)]);
  }
  await keepHouse(pool);
  const left = async (table: string, column = 'id') =>
    (await pool.query(`select right(${column}, 1)::int as no from ${table} order by 1`)).rows.map(({ no }) => no);
  expect(await left('job_command')).toEqual([0, 1]);
  expect(await left('job_operation')).toEqual([0, 1, 2, 3]);
  expect(await left('job_operation_part', 'operation_id')).toEqual([0, 1, 2, 3]);
});
