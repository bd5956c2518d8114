import { migrate } from '@leeway/db/migrate';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { USAGE_COLUMNS } from '@leeway/domain/usage-columns';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepOf } from '../reports/chart-window.ts';
import { readTierOverview } from '../reports/read-tier-overview.ts';
import { readStoreTime } from '../reports/store-time.ts';
import { addDelta, type DeltaSeed, foldAll } from '../testing/usage-fixture.ts';
import { foldUsage } from './fold-usage.ts';
import { keepHouse } from './keep-house.ts';
import { rollUp } from './roll-up.ts';
import { foldUsage as foldStatement } from './sql/fold-usage.ts';

const MINUTE = 60_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const count = fc.nat(1_000);
const seeds = (now: number): fc.Arbitrary<DeltaSeed> =>
  fc.record({
    useCaseNo: fc.integer({ min: 1, max: 4 }),
    at: fc.integer({ min: now - 25 * MINUTE, max: now }),
    delaysMs: fc.array(fc.constantFrom(0, 1, 40, 41, 900, 3_600_000), { maxLength: 5 }),
    ...(Object.fromEntries(USAGE_COLUMNS.map((name) => [name, count])) as Record<
      (typeof USAGE_COLUMNS)[number],
      typeof count
    >),
  });

/** Usage is written, so many deltas at a time are folded, or a duty of accounting runs. */
type Step = readonly DeltaSeed[] | number | 'rollUp' | 'keepHouse';

async function take(step: Step): Promise<void> {
  if (step === 'rollUp') await rollUp(database.pool);
  else if (step === 'keepHouse') await keepHouse(database.pool);
  else if (typeof step === 'number') await foldAll(database, step);
  else for (const seed of step) await addDelta(database, seed);
}

async function empty(): Promise<void> {
  await database.pool.query('truncate usage_delta, usage_bucket, use_case_total, tier_bucket, usage_rollup');
}

/** What the tier's rows say, and what they have to say: use cases added up. */
async function readBoth() {
  const sums = USAGE_COLUMNS.map((name) => `sum(${name})::float8 as ${name}`).join(', ');
  const read = async (table: string) => ({
    counts: (await database.pool.query(`select width_ms, at, ${sums} from ${table} group by 1, 2 order by 1, 2`)).rows,
    delays: (
      await database.pool.query(`select width_ms, at, bucket, sum(count)::float8 as count
        from ${table}, unnest(delay_buckets, delay_counts) as delay(bucket, count) group by 1, 2, 3 order by 1, 2, 3`)
    ).rows,
  });
  return { tier: await read('tier_bucket'), useCases: await read('usage_bucket') };
}

describe('usage of the tier', () => {
  it('is what its use cases used, after any folds, sums over them and prunings', async () => {
    const now = await readStoreTime(database.pool);
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.array(seeds(now), { minLength: 1, maxLength: 8 }) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }) },
      { weight: 1, arbitrary: fc.constantFrom('rollUp' as const, 'keepHouse' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        await empty();
        for (const each of steps) await take(each);
        const submitted = steps.flatMap((each) => (Array.isArray(each) ? each : []));
        const { totals } = await readTierOverview(database.pool, { rangeMs: 30 * MINUTE });
        expect(totals.submittedCount).toBe(
          submitted.reduce((sum, { submitted_count = 0 }) => sum + submitted_count, 0),
        );
        await foldAll(database, 3);
        const { tier, useCases } = await readBoth();
        expect(tier).toEqual(useCases);
        expect(tier.counts.length > 0).toBe(submitted.length > 0);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('loses and doubles nothing when several fold while others add', async () => {
    await empty();
    const now = await readStoreTime(database.pool);
    const adding = Array.from({ length: 150 }, (_, index) =>
      addDelta(database, { useCaseNo: index % 5, at: now - index, done_count: 1, delaysMs: [index % 4] }),
    );
    await Promise.all([...adding, ...Array.from({ length: 20 }, () => foldUsage(database.pool))]);
    while ((await foldUsage(database.pool)) > 0);
    const { tier, useCases } = await readBoth();
    expect(tier).toEqual(useCases);
    expect(tier.delays.reduce((sum, row) => sum + row.count, 0)).toBe(2 * 150);
  });

  it('keeps nothing of a fold that failed', async () => {
    await empty();
    const client = await database.pool.connect();
    await addDelta(database, { useCaseNo: 1, at: await readStoreTime(database.pool), done_count: 3 });
    await client.query('begin');
    await client.query('delete from usage_delta');
    expect((await client.query('select done_count from tier_bucket')).rows).toHaveLength(2);
    await client.query('rollback');
    client.release();
    expect((await database.pool.query('select 1 from tier_bucket')).rows).toEqual([]);
    await foldAll(database);
    expect((await database.pool.query('select done_count from tier_bucket')).rows).toEqual([
      { done_count: 3 },
      { done_count: 3 },
    ]);
  });

  it('is read from its use cases before the instant from which it is complete, and of each step once', async () => {
    await empty();
    const now = await readStoreTime(database.pool);
    const markAt = stepOf(now - 10 * MINUTE, MINUTE);
    for (const at of [markAt - MINUTE - 1, markAt - 1, markAt, markAt + MINUTE])
      for (const useCaseNo of [1, 2]) await addDelta(database, { useCaseNo, at, done_count: 1, delaysMs: [40] });
    await foldAll(database);
    await database.pool.query('delete from tier_bucket where at < $1', [markAt]);
    await database.pool.query('update tier_mark set from_at = $1', [markAt]);
    for (const rangeMs of [30 * MINUTE, 60 * MINUTE]) {
      const { points, totals } = await readTierOverview(database.pool, { rangeMs });
      expect(totals.doneCount).toBe(8);
      expect(points.filter(({ doneCount }) => doneCount > 0).map(({ doneCount }) => doneCount)).toEqual([2, 2, 2, 2]);
    }
    await database.pool.query('update tier_mark set from_at = 0');
  });

  it('comes to a store that has usage already: nothing is missing or counted twice, before, meanwhile and after', async () => {
    await empty();
    const use = async (doneCount: number) =>
      await addDelta(database, { useCaseNo: 1, at: await readStoreTime(database.pool), done_count: doneCount });
    const doneCount = async (rangeMs: number) => (await readTierOverview(database.pool, { rangeMs })).totals.doneCount;
    await database.pool.query(`drop table tier_bucket, tier_mark; drop function add_to_tier cascade;
      drop index alert_by_use_case; delete from schema_migration where name like '0020%'`);
    await use(1);
    await foldAll(database);
    await use(10);
    const folder = await database.pool.connect();
    await folder.query('begin');
    await folder.query({ ...foldStatement, values: [10] });
    const migrating = migrate(database.pool);
    await expect
      .poll(async () => (await database.pool.query(`select 1 from pg_locks where not granted`)).rowCount)
      .toBeGreaterThan(0);
    await folder.query('commit');
    folder.release();
    expect(await migrating).toEqual(['0020_bounded_reads']);
    await use(100);
    const expected = [111, 111];
    expect([await doneCount(30 * MINUTE), await doneCount(60 * MINUTE)]).toEqual(expected);
    await foldAll(database);
    expect([await doneCount(30 * MINUTE), await doneCount(60 * MINUTE)]).toEqual(expected);
  });
});
