import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertJobsOnce } from './sql/insert-jobs-once.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The statement is prepared once for groups of any size, so its plan must not be quadratic in what came in. */
it('the plan of a submission with keys hashes what came in, and never compares it pair by pair', async () => {
  const client = await database.pool.connect();
  try {
    await client.query(
      'set enable_seqscan = off; set enable_bitmapscan = off; set plan_cache_mode = force_generic_plan',
    );
    await client.query(`prepare once(uuid[], integer[], bigint[], text[], boolean[], smallint[], integer[], uuid[], bigint[],
      uuid[], uuid[], text[]) as ${insertJobsOnce.text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain execute once(${Array.from({ length: 12 }, () => `'{}'`).join(', ')})`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    // What came in with the one row of the clock, and the one call of the function with its result.
    expect(plan.match(/Nested Loop/g)).toHaveLength(2);
    expect(plan).not.toMatch(/Nested Loop (Anti|Semi|Left)/);
    expect(plan.match(/Hash (Anti |Semi )?Join/g)?.length).toBeGreaterThanOrEqual(5);
  } finally {
    client.release(true);
  }
});
