import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rollUp } from '../accounting/roll-up.ts';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { addDelta, foldAll } from '../testing/usage-fixture.ts';
import { decideWindow, endOfAxis } from './chart-window.ts';
import { decidePeriod } from './period-window.ts';
import { readCapacityUse } from './sql/read-capacity-use.ts';
import { readSharing } from './sql/read-sharing.ts';
import { readTierUsage } from './sql/read-tier-usage.ts';
import { readStoreTime } from './store-time.ts';

const USE_CASES = 5;
const MINUTES = 8 * 24 * 60;
/** Hours before the first whole day and after the last, days, ten minutes, and minutes that are not summed up yet. */
const MOST_ROWS_EACH = 24 + 7 + 24 + 11 + 22;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  for (let no = 1; no <= USE_CASES; no++) await seedUseCase(database, { name: `use-case-${no}` });
  const everywhere = `from generate_series(0, ${MINUTES}) minute cross join (select no from use_case) as each_one`;
  const at = 'now_ms() / 60000 * 60000 - minute * 60000::bigint';
  await pool.query(`insert into sharing_minute (minute_at, use_case_no, entitled_ms, backlogged_ms, gate_ms)
    select ${at}, no, 5, 1, '{"turn": 2}' ${everywhere}`);
  const columns =
    'failed_count, late_count, lost_lease_count, delayed_in_count, delayed_out_count, run_ms, memory_mb_s';
  await pool.query(`insert into usage_bucket (width_ms, at, use_case_no, submitted_count, done_count, dead_count, cpu_ms, ${columns},
      delay_buckets, delay_counts, run_buckets, run_counts)
    select 60000, ${at}, no, 1, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '{}', '{}' ${everywhere}`);
  while (await rollUp(pool, 1_000));
  await pool.query('vacuum analyze');
}, 120_000);
afterAll(() => database.drop());

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

/** A report of ten thousand use cases over a week must read each of them some hundred times, not ten thousand times. */
it.each(REPORT_PERIODS)('a report over a %s reads few rows, and finds them by their keys', async (period) => {
  const { fromAt } = decidePeriod(period, await readStoreTime(database.pool));
  for (const { text } of [readSharing, readCapacityUse]) {
    const { rows } = await database.pool.query(
      `explain (analyze, format json) ${text.replaceAll('$1', String(fromAt))}`,
    );
    const plan = rows[0]['QUERY PLAN'][0].Plan as PlanNode;
    const scans = [...nodesOf(plan)].filter((node) =>
      /^(usage_bucket|sharing_minute|usage_rollup|sharing_rollup)$/.test(node['Relation Name'] ?? ''),
    );
    expect(scans.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    const read = scans.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThanOrEqual(USE_CASES * MOST_ROWS_EACH);
  }
});

/** The overview of the whole tier, which every open console reads every two seconds. */
it('the chart of the tier reads a row per step, and of use cases none', async () => {
  const { pool } = database;
  for (let no = 1; no <= USE_CASES; no++)
    for (let minute = 1; minute <= 90; minute++)
      await addDelta(database, { useCaseNo: no, at: Date.now() - minute * 60_000, done_count: 1, delaysMs: [minute] });
  await foldAll(database, 100);
  await pool.query('vacuum analyze');
  const window = decideWindow({ rangeMs: 3_600_000 }, await readStoreTime(pool));
  const text = readTierUsage.text
    .replaceAll('$1', String(window.stepMs))
    .replaceAll('$2', String(window.fromAt))
    .replaceAll('$3', String(endOfAxis(window)));
  const { rows } = await pool.query(`explain (analyze, format json) ${text}`);
  const nodes = [...nodesOf(rows[0]['QUERY PLAN'][0].Plan as PlanNode)];
  const readOf = (table: string) =>
    nodes
      .filter((node) => node['Relation Name'] === table)
      .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);
  expect(readOf('usage_bucket')).toBe(0);
  expect(readOf('tier_bucket')).toBeGreaterThanOrEqual(59);
  expect(readOf('tier_bucket')).toBeLessThanOrEqual(61);
});
