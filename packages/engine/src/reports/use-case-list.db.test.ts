import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { USE_CASE_SORT_KEYS, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { readUseCaseFigures } from './read-use-case-figures.ts';
import { exportUseCases, readUseCaseList } from './read-use-case-list.ts';

const USE_CASES = 1_203;
const PAGES = 25;
/** What a page of fifty rows takes, generously. */
const MOST_BYTES = 40_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await seedUseCase(database, { name: 'use-1', team: 'team-1' });
  await pool.query(`insert into team (id, name) select 'team_' || n, 'team-' || n from generate_series(2, 7) n`);
  const copied = `runtime, handler, delay_tolerance_ms, max_attempts, backoff_base_ms, backoff_cap_ms, timeout_ms,
    memory_limit_mb, mega_job_max_count, mega_job_max_wait_ms`;
  await pool.query(
    `insert into use_case (id, name, team_id, criticality, ${copied})
     select 'uc_' || n, 'use-' || n, (select id from team where name = 'team-' || n % 7 + 1),
       case when n % 100 = 0 then 'critical' else 'normal' end, ${copied}
     from use_case cross join generate_series(2, $1) n`,
    [USE_CASES],
  );
  await pool.query(`update use_case set is_paused = true where name like 'use-77%'`);
  // The n-th had n jobs, of which each did one; of every third one failed.
  const index = `substr(name, 5)::integer`;
  const step = `(now_ms() / 10000 * 10000 - 20000::bigint)`;
  const columns = `at, use_case_no, submitted_count, done_count, failed_count, dead_count, late_count, lost_lease_count, delayed_in_count,
    delayed_out_count, cpu_ms, run_ms, memory_mb_s, delay_buckets, delay_counts, run_buckets, run_counts`;
  const figures = `no, ${index}, 1, case when ${index} % 3 = 0 then 1 else 0 end, 0, 0, 0, 0, 0, 0, 0, 0, array[10]::smallint[], array[1]::bigint[], '{}'::smallint[], '{}'::bigint[]`;
  await pool.query(
    `insert into usage_bucket (width_ms, ${columns}) select 10000, ${step}, ${figures} from use_case
     union all select 60000, ${step} / 60000 * 60000, ${figures} from use_case`,
  );
  await pool.query(
    `insert into use_case_total (use_case_no, submitted_count, done_count, failed_count, dead_count, late_count, lost_lease_count,
       delayed_in_count, delayed_out_count, cpu_ms, run_ms, memory_mb_s)
     select no, ${index}, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 from use_case`,
  );
});
afterAll(() => database.drop());

const list = (query: object = {}) => readUseCaseList(database.pool, UseCaseListQuery.parse(query));
const names = ({ rows }: { readonly rows: readonly { readonly name: string }[] }) => rows.map(({ name }) => name);

describe('the list of many use cases', () => {
  it('carries a page, and counts of all', async () => {
    const first = await list();
    expect(JSON.stringify(first).length).toBeLessThan(MOST_BYTES);
    expect(first).toMatchObject({ page: 1, pageCount: PAGES, rowCount: USE_CASES, totalCount: USE_CASES });
    expect(first.teams).toEqual(Array.from({ length: 7 }, (_, index) => `team-${index + 1}`));
    expect(first.rows[0]).toMatchObject({ name: 'use-1', readyCount: 0, startedCount: 1, state: 'onTime' });
    for (const { doneTrend } of first.rows) {
      expect(doneTrend).toHaveLength(15);
      expect(doneTrend.reduce((sum, count) => sum + count, 0)).toBe(1);
    }
  });

  it.each(USE_CASE_SORT_KEYS)('has every one on exactly one page, by %s, either way', async (sort) => {
    const figures = await readUseCaseFigures(database.pool);
    const readPage = (query: object) =>
      readUseCaseList(database.pool, UseCaseListQuery.parse(query), async () => figures);
    for (const desc of [false, true]) {
      const seen: string[] = [];
      for (let page = 1; page <= PAGES; page++) seen.push(...names(await readPage({ sort, desc, page })));
      expect([seen.length, new Set(seen).size]).toEqual([USE_CASES, USE_CASES]);
    }
  });

  it('is sorted over all before it is cut', async () => {
    expect(names(await list({ sort: 'ready', desc: true, count: 3 }))).toEqual(['use-1203', 'use-1202', 'use-1201']);
    expect(names(await list({ sort: 'criticality', count: 2 }))[0]).toMatch(/00$/);
  });

  it('puts first what needs a look, then the larger backlog', async () => {
    expect(names(await list({ sort: 'attention', count: 3 }))).toEqual(['use-1203', 'use-1200', 'use-1197']);
  });

  it('is narrowed down by words, team, criticality and state, before it is cut', async () => {
    expect((await list({ search: ' USE-77 ' })).rowCount).toBe(11);
    expect(names(await list({ search: 'team-6 use-120' }))).toEqual(['use-1202']);
    expect(await list({ team: 'team-1' })).toMatchObject({ rowCount: 172, pageCount: 4, totalCount: USE_CASES });
    expect(await list({ criticality: 'critical' })).toMatchObject({ rowCount: 12, pageCount: 1 });
    expect(await list({ state: 'paused', search: 'use-77' })).toMatchObject({ rowCount: 11 });
    expect((await list({ state: 'failing', team: 'team-2' })).rowCount).toBe(56);
    expect(await list({ search: 'nothing', page: 9 })).toMatchObject({ rows: [], rowCount: 0, page: 1, pageCount: 1 });
    expect((await list({ search: 'nothing' })).teams).toHaveLength(7);
  });

  it('has a last page instead of one that is not there', async () => {
    expect(await list({ page: 1_000_000 })).toMatchObject({ page: PAGES, rows: { length: 3 } });
  });

  it('is saved whole, as it is filtered and sorted', async () => {
    const query = UseCaseListQuery.parse({ team: 'team-1', sort: 'ready', desc: true, page: 3 });
    const { rows } = await exportUseCases(database.pool, query);
    expect(rows).toHaveLength(172);
    expect(rows.map(({ readyCount }) => readyCount)).toEqual(
      rows.map(({ readyCount }) => readyCount).toSorted((a, b) => b - a),
    );
  });
});

describe('a use case whose first job has just come', () => {
  const add = (at: string, submitted: number) =>
    database.pool.query(
      `insert into usage_delta (use_case_no, at, submitted_count) select no, ${at}, $1 from use_case where name = 'use-5'`,
      [submitted],
    );
  const state = async () => (await list({ search: 'use-5', count: 1 })).rows[0]?.state;
  const wait = (headAvailableAt: string) =>
    database.pool.query(
      `insert into wait_state (use_case_no, engine_id, seen_at, gate, readings, head_available_at)
       select no, 'engine_1', now_ms(), 'turn', '[]', ${headAvailableAt} from use_case where name = 'use-5'
       on conflict (use_case_no, engine_id) do update set seen_at = excluded.seen_at, head_available_at = excluded.head_available_at`,
    );

  it('is busy, and stalled only when that job has waited for five minutes', async () => {
    const no = `(select no from use_case where name = 'use-5')`;
    await database.pool.query(`delete from usage_bucket where use_case_no = ${no}`);
    await database.pool.query(`delete from use_case_total where use_case_no = ${no}`);
    await database.pool.query(`update use_case set delay_tolerance_ms = 3000 where name = 'use-5'`);
    expect(await state()).toBe('idle');
    await add('now_ms()', 1);
    expect(await state()).toBe('busy');
    await wait('now_ms()');
    expect(await state()).toBe('busy');
    await wait('now_ms() - 60000');
    expect(await state()).toBe('late');
    await database.pool.query(`update usage_delta set at = now_ms() - 400000 where use_case_no = ${no}`);
    await wait('now_ms() - 400000');
    expect(await state()).toBe('stalled');
    await add('now_ms()', 1);
    expect(await state()).toBe('stalled');
  });
});
