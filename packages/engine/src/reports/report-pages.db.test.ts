import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { CapacityQuery, FairnessQuery, REPORT_PAGE_ROWS } from '@leeway/domain/report-query';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { exportCapacity, readCapacityReport } from './read-capacity-report.ts';
import { exportFairness, readFairnessReport } from './read-fairness-report.ts';

const USE_CASES = 1_203;
const TEAMS = 7;
/** What a page of fifty rows, a chart and two short lists take, generously. */
const MOST_BYTES = 40_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await seedUseCase(database, { name: 'use-1' });
  await pool.query(`insert into team (id, name) select 'team_' || n, 'team-' || n from generate_series(0, $1 - 1) n`, [
    TEAMS,
  ]);
  const copied = `runtime, handler, criticality, delay_tolerance_ms, max_attempts, backoff_base_ms, backoff_cap_ms, timeout_ms,
    memory_limit_mb, mega_job_max_count, mega_job_max_wait_ms`;
  await pool.query(
    `insert into use_case (id, name, team_id, ${copied}) select 'uc_' || n, 'use-' || n, 'team_' || n % ${TEAMS}, ${copied}
     from use_case cross join generate_series(2, $1) n`,
    [USE_CASES],
  );
  const index = `substr(name, 5)::float8`;
  const minute = 'now_ms() / 60000 * 60000 - 60000::bigint';
  // Of 1,203 entitled to the same the n-th got n parts; the first three waited too shortly to be judged.
  await pool.query(
    `insert into sharing_minute (minute_at, use_case_no, entitled_ms, received_ms, backlogged_ms, suffered_ms, caused_ms, gate_ms)
     select ${minute}, no, 1000, ${index}, case when ${index} <= 3 then 500 else 20000 end, 2, 1, '{}' from use_case`,
  );
  const none = 'failed_count, late_count, lost_lease_count, delayed_in_count, delayed_out_count, run_ms, memory_mb_s';
  await pool.query(
    `insert into usage_bucket (width_ms, at, use_case_no, submitted_count, done_count, dead_count, cpu_ms, ${none},
       delay_buckets, delay_counts, run_buckets, run_counts)
     select 60000, ${minute}, no, 3, 2, 0, ${index}, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '{}', '{}' from use_case`,
  );
});
afterAll(() => database.drop());

const fairness = (query: object = {}) =>
  readFairnessReport(database.pool, FairnessQuery.parse({ period: 'hour', ...query }));
const capacity = (query: object = {}) =>
  readCapacityReport(database.pool, CapacityQuery.parse({ period: 'hour', ...query }));
const names = ({ uses }: { readonly uses: { readonly rows: readonly { readonly name: string }[] } }) =>
  uses.rows.map(({ name }) => name);
const named = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `use-${from + index}`);

describe('the fairness report of many', () => {
  it('carries a page, and figures over all', async () => {
    const report = await fairness();
    expect(JSON.stringify(report).length).toBeLessThan(MOST_BYTES);
    expect(report.uses).toMatchObject({ page: 1, pageCount: 25, rowCount: USE_CASES });
    expect(names(report)).toEqual(named(4, 3 + REPORT_PAGE_ROWS));
    expect(report.totals).toMatchObject({ useCaseCount: USE_CASES, judgedCount: 1_200, shortCount: 946 });
    expect(report.totals).toMatchObject({ worst: { name: 'use-4', ratio: 0.004 }, sufferedMs: 2_406, causedMs: 1_203 });
    expect(report.totals.jain).toBeCloseTo(0.752, 3);
  });

  it('says the same of all whatever page, order and filter are asked for', async () => {
    const { totals } = await fairness();
    for (const query of [{ page: 9 }, { team: 'team-3' }, { search: 'nothing' }, { sort: 'name', desc: true }])
      expect((await fairness(query)).totals, JSON.stringify(query)).toEqual(totals);
  });

  it('has every row on exactly one page, the unknown last whichever way', async () => {
    for (const desc of [false, true]) {
      const seen: string[] = [];
      for (let page = 1; page <= 25; page++) seen.push(...names(await fairness({ desc, page })));
      expect(new Set(seen).size).toBe(USE_CASES);
      expect(seen.slice(-3)).toEqual(named(1, 3));
      expect(seen[0]).toBe(desc ? `use-${USE_CASES}` : 'use-4');
    }
  });

  it('narrows down by team and by a part of a name, before it makes pages', async () => {
    const team = await fairness({ team: 'team-3', sort: 'received', desc: true });
    expect(team.uses).toMatchObject({ rowCount: 172, pageCount: 4 });
    expect(team.uses.rows.every((row) => row.team === 'team-3')).toBe(true);
    expect(names(team).slice(0, 2)).toEqual(['use-1200', 'use-1193']);
    expect(team.uses.teams).toContain('team-0');
    const search = await fairness({ search: ' USE-77 ', sort: 'name' });
    expect(search.uses.rowCount).toBe(11);
    expect(names(await fairness({ search: 'nothing' }))).toEqual([]);
  });

  it('has a last page instead of one that is not there', async () => {
    expect((await fairness({ page: 1_000_000 })).uses).toMatchObject({ page: 25, rows: { length: 3 } });
  });

  it('is saved whole, as it is filtered and sorted', async () => {
    const all = await exportFairness(database.pool, FairnessQuery.parse({ period: 'hour', desc: true, page: 3 }));
    expect(all.rows.map(({ name }) => name)).toEqual([...named(4, USE_CASES).reverse(), ...named(1, 3)]);
    const some = await exportFairness(database.pool, FairnessQuery.parse({ period: 'hour', team: 'team-3' }));
    expect(some.rows).toHaveLength(172);
  });
});

describe('the capacity report of many', () => {
  it('carries a page, and figures over all', async () => {
    const report = await capacity();
    expect(JSON.stringify(report).length).toBeLessThan(MOST_BYTES);
    expect(report.uses).toMatchObject({ page: 1, pageCount: 25, rowCount: USE_CASES });
    expect(names(report)).toEqual(named(USE_CASES - REPORT_PAGE_ROWS + 1, USE_CASES).reverse());
    expect(report.totals).toMatchObject({
      ...{ receivedCount: 3 * USE_CASES, executedCount: 2 * USE_CASES, busyCount: USE_CASES, idleCount: 0 },
    });
    expect((await capacity({ search: 'use-77', page: 2 })).totals).toEqual(report.totals);
  });

  it('adds teams up over all of their use cases, not over a page of them', async () => {
    const { uses } = await capacity({ by: 'team', sort: 'name', desc: false });
    expect(uses).toMatchObject({ rowCount: TEAMS + 1, pageCount: 1 });
    const sums = uses.rows.map(({ useCaseCount, receivedCount, cpuMs }) => [useCaseCount, receivedCount, cpuMs]);
    expect(sums[0]).toEqual([1, 3, 1]);
    expect(sums.reduce((sum, [count = 0]) => sum + count, 0)).toBe(USE_CASES);
    expect(sums.reduce((sum, [, , cpuMs = 0]) => sum + cpuMs, 0)).toBe((USE_CASES * (USE_CASES + 1)) / 2);
  });

  it('is saved whole, as it is filtered and sorted', async () => {
    const query = CapacityQuery.parse({ period: 'hour', team: 'team-3', sort: 'cpu', desc: false });
    const { rows } = await exportCapacity(database.pool, query);
    expect(rows).toHaveLength(172);
    expect(rows[0]).toMatchObject({ name: 'use-3', cpuMs: 3 });
  });
});
