import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { UseCaseListQuery } from '@leeway/domain/use-case-list';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { addDelta, type DeltaSeed, foldAll, foldTimes } from '../testing/usage-fixture.ts';
import { readReplayCounts } from './read-replay-counts.ts';
import { readTierOverview } from './read-tier-overview.ts';
import { readUseCaseList } from './read-use-case-list.ts';
import { readUseCaseReport } from './read-use-case-report.ts';
import { readStoreTime } from './store-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let database: TestDatabase;
let useCaseNo: number;
let now: number;

beforeEach(async () => {
  database = await createTestDatabase();
  useCaseNo = await seedUseCase(database, { name: 'first', team: 'a' });
  now = await readStoreTime(database.pool);
});
afterEach(() => database.drop());

type Usage = Omit<DeltaSeed, 'useCaseNo' | 'at'>;

function add(at: number, usage: Usage, no = useCaseNo): Promise<void> {
  return addDelta(database, { ...usage, at, useCaseNo: no });
}

const useCases = () => readUseCaseList(database.pool, UseCaseListQuery.parse({}));
const overview = (rangeMs = 30 * MINUTE) => readTierOverview(database.pool, { rangeMs });

describe('an empty tier', () => {
  test('has a whole axis of zeros and unknown percentiles', async () => {
    const { points, totals, backlog, engines, replays, useCaseCount, teamCount, window } = await overview();
    expect(points.length).toBeGreaterThanOrEqual(180);
    expect(
      points.every((point) => point.submittedCount === 0 && point.backlogCount === 0 && point.p99Ms === null),
    ).toBe(true);
    expect(totals).toMatchObject({ submittedCount: 0, cpuMs: 0, p50Ms: null, p95Ms: null, p99Ms: null });
    expect(backlog).toEqual({ readyCount: 0, delayedCount: 0, deadCount: 0 });
    expect({ engines, replays, useCaseCount, teamCount }).toEqual({
      engines: [],
      replays: [],
      useCaseCount: 1,
      teamCount: 1,
    });
    expect(points.map(({ at }) => at)).toEqual(points.map((_, index) => window.fromAt + index * window.stepMs));
  });

  test('has a use case without a past', async () => {
    const { rows } = await useCases();
    expect(rows).toEqual([
      expect.objectContaining({
        name: 'first',
        team: 'a',
        submittedPerSecond: 0,
        p50Ms: null,
        readyCount: 0,
        startedCount: 0,
      }),
    ]);
    expect(rows[0]?.doneTrend).toEqual(Array.from({ length: 15 }, () => 0));
    const report = await readUseCaseReport(database.pool, { name: 'first', rangeMs: HOUR });
    expect(report).toMatchObject({ failures: [], backlog: { readyCount: 0 }, totals: { p99Ms: null } });
  });

  test('does not invent a use case', async () => {
    const asked = readUseCaseReport(database.pool, { name: 'nothing', rangeMs: HOUR });
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('fresh and folded usage', () => {
  const stages = ['fresh', 'folded', 'half folded'] as const;

  test.each(stages)('give the same exact numbers when %s', async (stage) => {
    const second = await seedUseCase(database, { name: 'second', team: 'a' });
    await add(now - 5 * MINUTE, { submitted_count: 100, delayed_in_count: 10 });
    if (stage === 'half folded') await foldAll(database);
    await add(now - 2 * MINUTE, {
      done_count: 60,
      failed_count: 7,
      dead_count: 2,
      late_count: 3,
      lost_lease_count: 1,
      cpu_ms: 12.5,
      run_ms: 30,
    });
    await add(now - 2 * MINUTE, { delayed_out_count: 4 });
    await add(now - 3 * MINUTE, { submitted_count: 5 }, second);
    if (stage === 'folded') await foldAll(database);

    const tier = await overview();
    expect(tier.totals).toMatchObject({
      submittedCount: 105,
      doneCount: 60,
      failedCount: 7,
      deadCount: 2,
      lateCount: 3,
      lostLeaseCount: 1,
      cpuMs: 12.5,
      runMs: 30,
    });
    expect(tier.backlog).toEqual({ readyCount: 37, delayedCount: 6, deadCount: 2 });

    const first = await readUseCaseReport(database.pool, { name: 'first', rangeMs: HOUR });
    expect(first.totals.submittedCount).toBe(100);
    expect(first.backlog).toEqual({ readyCount: 32, delayedCount: 6, deadCount: 2 });

    const { rows } = await useCases();
    expect(rows.map(({ name, readyCount, delayedCount }) => [name, readyCount, delayedCount])).toEqual([
      ['first', 32, 6],
      ['second', 5, 0],
    ]);
    expect(rows[0]?.doneTrend.reduce((sum, count) => sum + count, 0)).toBe(60);

    const counts = await readReplayCounts(database.pool, {
      names: ['first', 'second', 'unknown'],
      sinceAt: now - 4 * MINUTE,
    });
    expect(counts.map(({ name, submittedCount, doneCount }) => [name, submittedCount, doneCount])).toEqual([
      ['first', 0, 60],
      ['second', 5, 0],
    ]);
  });

  test('say who is held back by an incident mode while it is in force, the highest floor of several', async () => {
    await seedUseCase(database, { name: 'second' });
    await database.pool.query(`update use_case set criticality = 'high' where name = 'second'`);
    const held = async () => (await useCases()).rows.filter(({ isHeld }) => isHeld).map(({ name }) => name);
    const start = (id: string, floor: string, ends: string) =>
      database.pool.query(
        `insert into incident_mode (id, criticality_floor, reason, started_at, ends_at, started_by)
         values ($1, $2, '', now() - interval '1 hour', now() + $3::interval, '')`,
        [id, floor, ends],
      );
    expect(await held()).toEqual([]);
    await start('im_over', 'critical', '-1 second');
    expect(await held()).toEqual([]);
    await start('im_high', 'high', '1 hour');
    expect(await held()).toEqual(['first']);
    await start('im_critical', 'critical', '1 hour');
    await start('im_normal', 'normal', '1 hour');
    expect(await held()).toEqual(['first', 'second']);
    await database.pool.query('update incident_mode set ended_at = now()');
    expect(await held()).toEqual([]);
  });

  test('never count a row twice or miss one while it is folded', async () => {
    for (let index = 0; index < 150; index++)
      await add(now - index * 1_000, { submitted_count: 3, done_count: 1, delaysMs: [5] });
    const read = async () => {
      const tier = await overview();
      const { rows } = await useCases();
      const report = await readUseCaseReport(database.pool, { name: 'first', rangeMs: HOUR });
      const [counts] = await readReplayCounts(database.pool, { names: ['first'], sinceAt: now - HOUR });
      return [
        tier.totals.submittedCount,
        tier.backlog.readyCount,
        rows[0]?.readyCount,
        report.totals.doneCount,
        counts?.submittedCount,
        counts?.delayBuckets[0]?.[1],
      ];
    };
    // Ten folds beside each reading, however fast either is.
    for (let isMore = true; isMore; ) {
      const [figures, hasFolded] = await Promise.all([read(), foldTimes(database, 10, 1)]);
      expect(figures).toEqual([450, 300, 300, 150, 450, 150]);
      isMore = hasFolded;
    }
  });
});

describe('the backlog line', () => {
  test('goes back from the exact total, step by step', async () => {
    const step = Math.floor(now / 10_000) * 10_000;
    await add(step - 2 * HOUR, { submitted_count: 1_000 });
    await add(step - 30_000, { submitted_count: 50 });
    await add(step - 20_000, { done_count: 30, dead_count: 5 });
    await add(step - 10_000, { done_count: 15 });
    const { points } = await overview(MINUTE);
    const line = new Map(points.map(({ at, backlogCount }) => [at - step, backlogCount]));
    expect([-40_000, -30_000, -20_000, -10_000, 0].map((at) => line.get(at))).toEqual([
      1_000, 1_050, 1_015, 1_000, 1_000,
    ]);
  });

  test('of a pinned range leaves out what came after it', async () => {
    await add(now - 10 * MINUTE, { submitted_count: 100 });
    await add(now - MINUTE, { done_count: 90 });
    const { points, backlog, totals, window } = await readTierOverview(database.pool, {
      rangeMs: 10 * MINUTE,
      toAt: now - 5 * MINUTE,
    });
    expect(points.at(-1)?.backlogCount).toBe(100);
    expect(totals).toMatchObject({ submittedCount: 100, doneCount: 0 });
    expect(backlog.readyCount).toBe(10);
    expect(window.toAt).toBe(now - 5 * MINUTE);
  });

  test('counts what is older than the chart', async () => {
    await add(now - 48 * HOUR, { submitted_count: 7 });
    const { points, totals } = await overview(24 * HOUR);
    expect([points[0]?.backlogCount, points.at(-1)?.backlogCount, totals.submittedCount]).toEqual([7, 7, 0]);
    expect(points.length).toBeGreaterThanOrEqual(1_440);
  });
});

describe('percentiles', () => {
  test('come from merged sketches, within 1 %, fresh and folded', async () => {
    const slow = await seedUseCase(database, { name: 'slow', team: 'a' });
    const fast = Array.from({ length: 990 }, (_, index) => index + 1);
    const tail = Array.from({ length: 10 }, (_, index) => 100_000 + index * 1_000);
    await add(now - 30_000, { delaysMs: fast });
    await add(now - 100_000, { delaysMs: tail }, slow);
    const all = [...fast, ...tail];
    for (const stage of ['fresh', 'folded']) {
      if (stage === 'folded') await foldAll(database);
      const { totals, points } = await overview();
      expectNear(totals.p50Ms, all[Math.floor(0.5 * 999)]);
      expectNear(totals.p95Ms, all[Math.floor(0.95 * 999)]);
      expectNear(totals.p99Ms, all[Math.floor(0.99 * 999)]);
      const steps = points.filter(({ p50Ms }) => p50Ms !== null);
      expect(steps).toHaveLength(2);
      expectNear(steps[0]?.p50Ms, 104_000);
      const { rows } = await useCases();
      expectNear(rows.find(({ name }) => name === 'slow')?.p50Ms, 104_000);
      expect(rows.map(({ startedCount }) => startedCount)).toEqual([990, 10]);
    }
  });
});

function expectNear(value: number | null | undefined, wanted: number | undefined): void {
  expect(value).not.toBeNull();
  expect(Math.abs(Number(value) - Number(wanted)) / Number(wanted)).toBeLessThanOrEqual(0.0101);
}

describe('beside the usage', () => {
  test('failures are counted by code inside the window', async () => {
    await addFailures('TIMEOUT', now - MINUTE, 3);
    await addFailures('HANDLER_ERROR', now - MINUTE, 5);
    await addFailures('HANDLER_ERROR', now - 2 * HOUR, 9);
    const { failures } = await readUseCaseReport(database.pool, { name: 'first', rangeMs: HOUR });
    expect(failures).toEqual([
      { code: 'HANDLER_ERROR', count: 5 },
      { code: 'TIMEOUT', count: 3 },
    ]);
  });

  test('engines say what they say, and one that says little is shown all the same', async () => {
    const slot = { slot: 0, state: 'running', useCase: 'first', busyShare: 0.5 };
    const status = { shardCount: 16, leasedCount: 3, rssMb: 120, slots: [slot] };
    await database.pool.query(
      `insert into engine_beat values ('engine_1', 'host-a', $1, $2, $3), ('engine_2', 'host-b', $2, $2, '{}'), ('engine_0', 'host-c', 1, 1, '{}')`,
      [now - HOUR, now - 1_000, JSON.stringify(status)],
    );
    const { engines } = await overview();
    expect(engines).toEqual([
      { id: 'engine_1', host: 'host-a', startedAt: now - HOUR, beatAt: now - 1_000, ...status },
      {
        id: 'engine_2',
        host: 'host-b',
        startedAt: now - 1_000,
        beatAt: now - 1_000,
        shardCount: 0,
        leasedCount: 0,
        rssMb: 0,
        slots: [],
      },
    ]);
  });

  test('replays that touch the range are marked', async () => {
    const at = (ms: number) => new Date(ms).toISOString();
    await database.pool.query(
      `insert into replay_run values ('replay_old', 'gone', $1, $2), ('replay_now', 'running', $3, null)`,
      [at(now - 5 * HOUR), at(now - 4 * HOUR), at(now - MINUTE)],
    );
    const { replays } = await overview(HOUR);
    expect(replays).toEqual([{ id: 'replay_now', label: 'running', startedAt: now - MINUTE, endedAt: null }]);
  });
});

async function addFailures(code: string, at: number, count: number): Promise<void> {
  await database.pool.query(
    `insert into job_history (id, use_case_no, attempt, outcome, available_at, submitted_at, started_at, ended_at, cpu_ms, failure_code)
     select gen_random_uuid(), $1::integer, 1, 'retried', $2, $2, $2, $2::bigint, 1, $3 from generate_series(1, $4)`,
    [useCaseNo, at, code, count],
  );
}
