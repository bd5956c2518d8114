import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { decodeJobKey, encodeJobKey, jobKeyRange } from '@leeway/domain/job-id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAround, readLaneKeys, readLanes } from './read-lanes.ts';

const FLOOD = 40_000;
const QUEUE = { shard: 2, useCaseNo: 7 };
const { low, high } = jobKeyRange(QUEUE.shard, QUEUE.useCaseNo);

describe('reads of a queue that is full of one concurrency key', () => {
  let database: TestDatabase;

  /** Jobs of one queue from a deadline on, of one key or of a key each. */
  const seed = (count: number, deadlineAt: number, key: string | null): Promise<unknown> =>
    database.pool.query(
      `insert into job (id, attempt, available_at, submitted_at, payload, concurrency_key)
       select (lpad(to_hex($1::int), 4, '0') || lpad(to_hex($2::int), 6, '0') || lpad(to_hex($4::bigint + n), 11, '0')
         || lpad(to_hex(n), 11, '0'))::uuid, 1, 0, 0, '{}', coalesce($5, 'customer ' || n)
       from generate_series(1, $3::int) n`,
      [QUEUE.shard, QUEUE.useCaseNo, count, deadlineAt, key],
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    await seed(FLOOD, 1_000, 'flood');
    await seed(50, 2_000_000, null);
    await seed(5, 3_000_000, '');
  });
  afterAll(() => database.drop());

  it('bring the jobs of one key, in deadline order from a cursor on', async () => {
    const cursor = encodeJobKey({ ...QUEUE, deadlineAt: 1_010, tie: 10 });
    const request = { cursor, queueEnd: high, rowLimit: 3 };
    const [flood, other, none] = await readLanes(database.pool, [
      { ...request, concurrencyKey: 'flood' },
      { ...request, concurrencyKey: 'customer 50' },
      { ...request, concurrencyKey: 'customer 5' + '\u{10ffff}' },
    ]);
    expect(flood?.map(({ key }) => decodeJobKey(key).tie)).toEqual([11, 12, 13]);
    expect(other?.map(({ concurrencyKey }) => concurrencyKey)).toEqual(['customer 50']);
    expect(none).toEqual([]);
  });

  it('pass it over in steps, and lose nothing behind it', async () => {
    let cursor = low;
    let stepCount = 0;
    const found: (string | undefined)[] = [];
    for (let isEnd = false; !isEnd; stepCount++) {
      const request = { cursor, queueEnd: high, rowLimit: 20, lookLimit: 10_000, passed: ['flood', `"'\\{}`] };
      const [rows] = await readAround(database.pool, [request]);
      if (rows === undefined) throw new Error('no answer');
      found.push(...rows.jobs.map(({ concurrencyKey }) => concurrencyKey));
      expect(rows.jobs.length).toBeLessThanOrEqual(20);
      ({ readTo: cursor, isEnd } = rows);
    }
    expect(found).toEqual([...Array.from({ length: 50 }, (_, n) => `customer ${n + 1}`), '', '', '', '', '']);
    expect(stepCount).toBe(FLOOD / 10_000 + 3);
  });

  it('compare the keys between', async () => {
    const range = { queueEnd: high, rowLimit: 1_000 };
    const rows = await readLaneKeys(database.pool, [
      { ...range, fromKey: '', toKey: 'flood' },
      { ...range, fromKey: 'flood\u0001', toKey: '\u{10ffff}'.repeat(101) },
      { ...range, fromKey: 'flood', toKey: 'flood\u0001', rowLimit: 7 },
    ]);
    const counts = [1, 2, 3].map((place) => rows.filter((row) => row.place === place).length);
    expect(counts).toEqual([55, 0, 7]);
  });

  it.each(['read-lanes', 'read-lane-keys'] as const)(
    '%s asks the index of keyed jobs alone, analyzed or not',
    async (name) => {
      const client = await database.pool.connect();
      try {
        for (const analyze of ['', 'analyze job']) {
          if (analyze !== '') await client.query(analyze);
          await client.query('set plan_cache_mode = force_generic_plan');
          const statement = (await import(`./sql/${name}.ts`)) as Record<string, { text: string }>;
          const [{ text } = { text: '' }] = Object.values(statement);
          const types =
            name === 'read-lanes' ? 'uuid[], text[], uuid[], integer[]' : 'uuid[], text[], text[], integer[]';
          await client.query(`prepare planned(${types}) as ${text}`);
          const third = name === 'read-lanes' ? low : 'flood\u0001';
          const { rows } = await client.query<{ 'QUERY PLAN': string }>(
            `explain (analyze, costs off, timing off) execute planned('{${high}}', '{flood}', '{${third}}', '{5}')`,
          );
          const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
          await client.query('deallocate planned');
          expect(plan).toContain('Index Scan using job_by_concurrency_key');
          expect(plan).not.toMatch(/job_pkey|Seq Scan|Rows Removed by Filter: [1-9]/);
        }
      } finally {
        client.release(true);
      }
    },
  );
});
