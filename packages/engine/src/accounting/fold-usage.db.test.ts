import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldUsage } from './fold-usage.ts';
import { keepHouse } from './keep-house.ts';

describe('folding usage', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const delta = async (
    useCaseNo: number,
    at: number,
    doneCount: number,
    buckets: readonly (readonly [number, number])[],
  ) =>
    await database.pool.query(
      `insert into usage_delta (use_case_no, at, submitted_count, done_count, cpu_ms, delay_buckets, delay_counts)
       values ($1, $2, $3, $3, 1.5, $4, $5)`,
      [useCaseNo, at, doneCount, buckets.map(([bucket]) => bucket), buckets.map(([, count]) => count)],
    );

  it('adds counts and merges sketches, over several folds', async () => {
    await delta(1, 61_000, 2, [
      [3, 1],
      [5, 1],
    ]);
    await delta(1, 69_000, 1, [[5, 1]]);
    await delta(2, 61_000, 4, [[0, 4]]);
    expect(await foldUsage(database.pool)).toBe(3);
    await delta(1, 75_000, 5, [
      [3, 4],
      [9, 1],
    ]);
    expect(await foldUsage(database.pool)).toBe(1);

    const { rows } = await database.pool.query(`
      select width_ms, at, use_case_no, done_count, delay_buckets, delay_counts from usage_bucket order by 1, 2, 3`);
    expect(rows).toEqual([
      { width_ms: 10_000, at: 60_000, use_case_no: 1, done_count: 3, delay_buckets: [3, 5], delay_counts: [1, 2] },
      { width_ms: 10_000, at: 60_000, use_case_no: 2, done_count: 4, delay_buckets: [0], delay_counts: [4] },
      { width_ms: 10_000, at: 70_000, use_case_no: 1, done_count: 5, delay_buckets: [3, 9], delay_counts: [4, 1] },
      {
        width_ms: 60_000,
        at: 60_000,
        use_case_no: 1,
        done_count: 8,
        delay_buckets: [3, 5, 9],
        delay_counts: [5, 2, 1],
      },
      { width_ms: 60_000, at: 60_000, use_case_no: 2, done_count: 4, delay_buckets: [0], delay_counts: [4] },
    ]);
    const totals = await database.pool.query('select use_case_no, done_count, cpu_ms from use_case_total order by 1');
    expect(totals.rows).toEqual([
      { use_case_no: 1, done_count: 8, cpu_ms: 4.5 },
      { use_case_no: 2, done_count: 4, cpu_ms: 1.5 },
    ]);
  });

  it('loses and doubles nothing when several fold while others add', async () => {
    await database.pool.query('truncate usage_delta, usage_bucket, use_case_total');
    const adding = Array.from({ length: 200 }, (_, index) => delta(index % 3, 60_000 + index, 1, [[index % 4, 1]]));
    const folding = Array.from({ length: 20 }, () => foldUsage(database.pool));
    await Promise.all([...adding, ...folding]);
    while ((await foldUsage(database.pool)) > 0);
    const { rows } = await database.pool.query(`
      select width_ms, sum(done_count)::int as done,
        sum((select sum(c) from unnest(delay_counts) c))::int as sketched
      from usage_bucket group by 1 order by 1`);
    expect(rows).toEqual([
      { width_ms: 10_000, done: 200, sketched: 200 },
      { width_ms: 60_000, done: 200, sketched: 200 },
    ]);
    expect((await database.pool.query('select sum(done_count)::int as done from use_case_total')).rows).toEqual([
      { done: 200 },
    ]);
  });

  it('keeps house: a week of partitions ahead, old days dropped', async () => {
    await database.pool.query(`select add_history_partition(now_ms() - 30 * 86400000::bigint)`);
    const countOf = async () =>
      Number(
        (await database.pool.query(`select count(*) as n from pg_inherits where inhparent = 'job_history'::regclass`))
          .rows[0]?.n,
      );
    const before = await countOf();
    await keepHouse(database.pool);
    expect(await countOf()).toBe(before - 1);
  });
});
