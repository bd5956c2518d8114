import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { DAY_MS, HOUR_MS } from '@leeway/domain/units';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pruneKeys } from './prune-keys.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('forgets what is past its time, in steps, and nothing else', async () => {
  const { pool } = database;
  await pool.query(
    `insert into submit_request select gen_random_uuid(), gen_random_uuid(), now_ms() - $1::bigint + step * 60000, '{}', '{}', '{}'
     from generate_series(-10, 3) step`,
    [DAY_MS],
  );
  await pool.query(`insert into submit_duplicate select scope, scope, scope, 0, accepted_at from submit_request`);
  await pool.query(
    `update submit_duplicate set accepted_at = accepted_at - $1::bigint where accepted_at < now_ms() - $2::bigint`,
    [HOUR_MS, DAY_MS + 300_000],
  );
  await pool.query(
    `insert into job_dedupe select 1, gen_random_uuid(), gen_random_uuid(), 0, 0, until
     from unnest(array[now_ms() - 1, now_ms() - 5000, now_ms() + 60000, null]) until`,
  );
  for (let round = 0; await pruneKeys(pool, 4); round++) expect(round).toBeLessThan(4);
  const { rows } = await pool.query(
    `select (select count(*)::int from submit_request) as requests,
       (select count(*)::int from submit_request where accepted_at < now_ms() - $1::bigint) as old_requests,
       (select count(*)::int from submit_request r left join submit_duplicate d on d.scope = r.scope where d.scope is null) as lost,
       (select count(*)::int from submit_duplicate where accepted_at < now_ms() - $2::bigint) as old_duplicates,
       (select count(*)::int from job_dedupe) as keys`,
    [DAY_MS, DAY_MS + HOUR_MS],
  );
  expect(rows[0]).toEqual({ requests: 3, old_requests: 0, lost: 0, old_duplicates: 0, keys: 2 });
});
