import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { encodeJobKey } from '@leeway/domain/job-id';
import { CapacityQuery, FairnessQuery } from '@leeway/domain/report-query';
import type { ReportPeriod } from '@leeway/domain/sharing-views';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_WAIT_SAMPLES } from '../capacity/capacity-sample.ts';
import { writeWaits } from '../sharing/sql/write-waits.ts';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { addDelta, foldAll } from '../testing/usage-fixture.ts';
import { readCapacityReport } from './read-capacity-report.ts';
import { readCapacityUses } from './read-capacity-uses.ts';
import { readFairnessReport } from './read-fairness-report.ts';
import { readWaiting } from './read-waiting.ts';
import { readStoreTime } from './store-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let database: TestDatabase;
let first: number;
let second: number;
let now: number;

beforeEach(async () => {
  database = await createTestDatabase();
  first = await seedUseCase(database, { name: 'first', team: 'a' });
  second = await seedUseCase(database, { name: 'second', team: 'b' });
  now = await readStoreTime(database.pool);
});
afterEach(() => database.drop());

const readCapacity = (period: ReportPeriod) =>
  readCapacityReport(database.pool, CapacityQuery.parse({ period, sort: 'name', desc: false }));
const readFairness = (period: ReportPeriod) => readFairnessReport(database.pool, FairnessQuery.parse({ period }));
const minuteAt = (at: number) => Math.floor(at / MINUTE) * MINUTE;

describe('who waits', () => {
  const reading = (gate: string, isOpen = false) => ({ gate, isOpen, used: 3, limit: 2, unit: 'jobs', opensAt: null });

  async function say(engine: string, seenAt: number, waits: { no: number; gate: string; head: number | null }[]) {
    const readings = (gate: string) => JSON.stringify([reading('paused', true), reading(gate)]);
    const columns = [
      waits.map(({ no }) => no),
      waits.map(({ gate }) => gate),
      waits.map(({ gate }) => readings(gate)),
      waits.map(({ head }) => head),
    ];
    await database.pool.query({ ...writeWaits, values: [engine, seenAt, ...columns] });
  }

  test('nobody, where no engine has ever spoken', async () => {
    expect(await readWaiting(database.pool)).toEqual({
      asOf: expect.any(Number),
      engineSpokeAt: null,
      rows: [],
      remote: [],
      remoteCount: 0,
      isCut: false,
    });
  });

  test('each once, by the engine whose job waits longest, with the closed gate alone; the longest first', async () => {
    await database.pool.query(
      `insert into engine_beat values ('one', 'h', 1, $1, '{}'), ('two', 'h', 1, $1 - 9, '{}')`,
      [now],
    );
    await say('one', now, [
      { no: first, gate: 'cpuQuota', head: now - 5_000 },
      { no: second, gate: 'concurrency', head: now - 9_000 },
    ]);
    await say('two', now, [{ no: first, gate: 'turn', head: now - 20_000 }]);
    const { rows, engineSpokeAt, isCut } = await readWaiting(database.pool);
    expect(engineSpokeAt).toBe(now);
    expect(isCut).toBe(false);
    expect(
      rows.map(({ name, team, gate, headAvailableAt, engineCount }) => [
        name,
        team,
        gate,
        headAvailableAt,
        engineCount,
      ]),
    ).toEqual([
      ['first', 'a', 'turn', now - 20_000, 2],
      ['second', 'b', 'concurrency', now - 9_000, 1],
    ]);
    expect(rows[1]?.reading).toEqual(reading('concurrency'));
  });

  test('not what an engine said long ago; since when may be unknown, and goes last', async () => {
    await say('silent', now - 30_000, [{ no: first, gate: 'turn', head: now - 40_000 }]);
    expect((await readWaiting(database.pool)).rows).toEqual([]);
    await say('one', now, [
      { no: first, gate: 'turn', head: null },
      { no: second, gate: 'turn', head: now - 1_000 },
    ]);
    const { rows } = await readWaiting(database.pool);
    expect(rows.map(({ name, headAvailableAt }) => [name, headAvailableAt])).toEqual([
      ['second', now - 1_000],
      ['first', null],
    ]);
  });

  test('those whose own programs take their jobs by counts: what nobody holds, the largest backlog first', async () => {
    const far = await seedUseCase(database, { name: 'far', runtime: 'remote' });
    const further = await seedUseCase(database, { name: 'further', runtime: 'remote' });
    const idle = await seedUseCase(database, { name: 'idle', runtime: 'remote' });
    const delayed = { delayed_in_count: 3, delayed_out_count: 1 };
    await addDelta(database, {
      useCaseNo: far,
      at: now,
      submitted_count: 12,
      done_count: 2,
      dead_count: 1,
      ...delayed,
    });
    await addDelta(database, { useCaseNo: first, at: now, submitted_count: 50 });
    await foldAll(database);
    await addDelta(database, { useCaseNo: further, at: now, submitted_count: 9, cancelled_count: 1 });
    await addDelta(database, { useCaseNo: idle, at: now, submitted_count: 4, done_count: 3 });
    let tie = 0;
    const lease = async (useCaseNo: number, expiresAt: number) => {
      const key = encodeJobKey({ shard: 3, useCaseNo, deadlineAt: now, tie: ++tie });
      await database.pool.query(`insert into job values ($1, 1, $2, $2, '{}')`, [key, now]);
      await database.pool.query(`insert into foreign_lease values ($1, 1, gen_random_uuid(), 3, $2, $3, 'key_a')`, [
        key,
        now,
        expiresAt,
      ]);
    };
    for (const useCaseNo of [far, far, idle]) await lease(useCaseNo, now + HOUR);
    await lease(further, now - 1);
    await database.pool.query(
      `insert into incident_mode (id, criticality_floor, reason, started_by, ends_at)
       values ('im_a', 'high', 'x', 'x', now() + interval '1 hour')`,
    );
    const { rows, remote, remoteCount } = await readWaiting(database.pool);
    expect([rows, remoteCount]).toEqual([[], 2]);
    expect(remote).toMatchObject([
      { name: 'further', waitingCount: 8, leasedCount: 0, isHeld: true, isPaused: false },
      { name: 'far', waitingCount: 5, leasedCount: 2, isHeld: true },
    ]);
  });

  test('says that there are more than an engine names', async () => {
    await database.pool.query(
      `insert into wait_state (use_case_no, engine_id, seen_at, gate, readings)
       select no, 'one', now_ms(), 'turn', '[]' from generate_series(1, $1) as no`,
      [MAX_WAIT_SAMPLES],
    );
    const { rows, isCut } = await readWaiting(database.pool);
    expect({ isCut, readings: rows.map((row) => row.reading) }).toEqual({ isCut: true, readings: [null, null] });
  });
});

describe('the capacity report', () => {
  test('of an empty tier knows nothing, and says so', async () => {
    const report = await readCapacity('hour');
    expect(report).toMatchObject({ points: [], uses: { rows: [], rowCount: 0, teams: [] }, engineSpokeAt: null });
    const pool = { slotMs: 0, busySlotMs: 0, cpuCapacityMs: 0, cpuMs: 0, opportunisticCpuMs: 0 };
    expect(report.totals).toEqual({ ...pool, receivedCount: 0, executedCount: 0, busyCount: 0, idleCount: 2 });
  });

  test('adds the pool up per step and leaves out what is older', async () => {
    const hourAt = Math.floor((now - 5 * HOUR) / HOUR) * HOUR;
    await database.pool.query(
      `insert into pool_minute values ($1, 100, 60, 200, 90, 30), ($1 + 60000, 100, 40, 200, 10, 0), ($2, 7, 7, 7, 7, 7)`,
      [hourAt, now - 8 * DAY],
    );
    const week = await readCapacity('week');
    const sum = { slotMs: 200, busySlotMs: 100, cpuCapacityMs: 400, cpuMs: 100, opportunisticCpuMs: 30 };
    expect(week.points).toEqual([{ at: hourAt, ...sum }]);
    expect(week.totals).toMatchObject(sum);
    expect(week.window).toMatchObject({ stepMs: HOUR, toAt: week.asOf });
    expect((await readCapacity('day')).totals).toMatchObject(sum);
    expect((await readCapacity('hour')).points).toEqual([]);
  });

  test.each(['fresh', 'folded', 'half folded'])('counts what each use case did exactly when %s', async (stage) => {
    const more = { useCaseNo: first, at: now - 10 * MINUTE };
    await addDelta(database, { ...more, submitted_count: 9, cpu_ms: 2.5 });
    if (stage === 'half folded') await foldAll(database);
    await addDelta(database, { ...more, done_count: 4, dead_count: 1, cancelled_count: 2, cpu_ms: 3 });
    await addDelta(database, { useCaseNo: second, at: now - 3 * HOUR, submitted_count: 5 });
    if (stage === 'folded') await foldAll(database);
    await database.pool.query(`update use_case set cpu_quota_ms_per_second = 200 where no = $1`, [first]);
    const counts = { submittedCount: 9, doneCount: 4, deadCount: 1, cancelledCount: 2, cpuMs: 5.5, grantedCpuMs: 0 };
    expect(await readCapacityUses(database.pool, minuteAt(now - HOUR))).toEqual({
      busy: [{ name: 'first', team: 'a', quotaKind: 'reserved', cpuQuotaMsPerSecond: 200, ...counts }],
      idleCount: 1,
    });
    const hour = await readCapacity('hour');
    expect(hour.totals).toMatchObject({ receivedCount: 9, executedCount: 4, busyCount: 1, idleCount: 1 });
    expect(hour.uses.rows).toMatchObject([{ name: 'first', receivedCount: 9, executedCount: 4, cpuMs: 5.5 }]);
    const day = await readCapacity('day');
    expect(day.uses.rows.map(({ name, receivedCount }) => [name, receivedCount])).toEqual([
      ['first', 9],
      ['second', 5],
    ]);
  });
});

describe('what bursts gave', () => {
  const gave = (no: number, at: number, ms: number) =>
    database.pool.query(
      `insert into sharing_minute (minute_at, use_case_no, gate_ms, granted_cpu_ms) values ($1, $2, '{}', $3)`,
      [minuteAt(at), no, ms],
    );

  test('is told beside the CPU of whom it went to, of the period alone', async () => {
    await addDelta(database, { useCaseNo: first, at: now - 10 * MINUTE, done_count: 9, cpu_ms: 90 });
    await addDelta(database, { useCaseNo: second, at: now - 10 * MINUTE, done_count: 1, cpu_ms: 7 });
    await gave(first, now - 10 * MINUTE, 30);
    await gave(first, now - 9 * MINUTE, 5.5);
    await gave(first, now - 3 * HOUR, 1_000);
    const granted = async (period: ReportPeriod) =>
      (await readCapacity(period)).uses.rows.map(({ name, grantedCpuMs }) => [name, grantedCpuMs]);
    expect(await granted('hour')).toEqual([
      ['first', 35.5],
      ['second', 0],
    ]);
    expect((await granted('day'))[0]).toEqual(['first', 1_035.5]);
  });
});

describe('the fairness report', () => {
  interface Sharing {
    readonly no: number;
    readonly at: number;
    readonly entitled: number;
    readonly received: number;
    readonly backlogged: number;
    readonly gates?: Record<string, number>;
  }

  async function share({ no, at, entitled, received, backlogged, gates = {} }: Sharing): Promise<void> {
    await database.pool.query(
      `insert into sharing_minute (minute_at, use_case_no, entitled_ms, received_ms, backlogged_ms, suffered_ms, caused_ms, gate_ms)
       values ($1, $2, $3, $4, $5, greatest(0, $3::float8 - $4::float8), greatest(0, $4::float8 - $3::float8), $6)`,
      [minuteAt(at), no, entitled, received, backlogged, JSON.stringify(gates)],
    );
  }

  test('judges nobody where nobody was backlogged', async () => {
    await share({ no: first, at: now - MINUTE, entitled: 500, received: 500, backlogged: 0 });
    const { uses, totals } = await readFairness('hour');
    expect(totals).toMatchObject({ jain: null, worst: null, judgedCount: 0, useCaseCount: 1 });
    expect(uses.rows).toMatchObject([{ name: 'first', ratio: null, entitledMs: 0, receivedMs: 0, gates: [] }]);
  });

  test('compares in the minutes of backlog, the worst first, and weighs Jain’s index over them', async () => {
    const third = await seedUseCase(database, { name: 'third', team: 'a' });
    const fourth = await seedUseCase(database, { name: 'a-fourth', team: 'a' });
    const backlogged = 60_000;
    const received = { [first]: 50_000, [second]: 10_000, [third]: 30_000 };
    for (const [no, ms] of Object.entries(received))
      await share({ no: Number(no), at: now - 2 * MINUTE, entitled: 10_000, received: ms, backlogged });
    // In a minute without a backlog all is well, which is no excuse for the other.
    await share({ no: second, at: now - 3 * MINUTE, entitled: 90_000, received: 90_000, backlogged: 0 });
    await share({ no: second, at: now - 2 * HOUR, entitled: 90_000, received: 0, backlogged });
    await share({ no: fourth, at: now - 2 * MINUTE, entitled: 100, received: 0, backlogged: 900 });
    const { uses, totals } = await readFairness('hour');
    expect(uses.rows.map(({ name, ratio }) => [name, ratio])).toEqual([
      ['second', 1],
      ['third', 3],
      ['first', 5],
      ['a-fourth', null],
    ]);
    expect(totals.jain).toBeCloseTo(0.771, 3);
    expect(uses.rows[2]).toMatchObject({ sufferedMs: 0, causedMs: 40_000, backloggedMs: 60_000, fairWeight: 100 });
    const day = await readFairness('day');
    expect(day.uses.rows[0]).toMatchObject({ name: 'second', entitledMs: 100_000, receivedMs: 10_000, ratio: 0.1 });
  });

  test('adds up for how long it waited at which gate, longest first, and leaves out gates nobody knows', async () => {
    const usual = { no: first, entitled: 0, received: 0, backlogged: 0 };
    await share({ ...usual, at: now - MINUTE, gates: { turn: 2_000, cpuQuota: 1_500, ofTomorrow: 9 } });
    await share({ ...usual, at: now - 2 * MINUTE, gates: { cpuQuota: 1_000.5 } });
    const { uses } = await readFairness('hour');
    expect(uses.rows[0]?.gates).toEqual([
      { gate: 'cpuQuota', ms: 2_500.5 },
      { gate: 'turn', ms: 2_000 },
    ]);
  });

  test('names who held up whom, the largest first', async () => {
    const pairs = [
      [minuteAt(now - MINUTE), second, first, 300],
      [minuteAt(now - 2 * MINUTE), second, first, 400],
      [minuteAt(now - MINUTE), first, second, 500],
      [minuteAt(now - 2 * HOUR), first, second, 900],
    ];
    for (const pair of pairs) await database.pool.query('insert into sharing_pair values ($1, $2, $3, $4)', pair);
    expect((await readFairness('hour')).pairs).toEqual([
      { culprit: 'second', victim: 'first', slotMs: 700 },
      { culprit: 'first', victim: 'second', slotMs: 500 },
    ]);
    expect((await readFairness('day')).pairs[0]).toEqual({
      ...{ culprit: 'first', victim: 'second', slotMs: 1_400 },
    });
  });
});

describe('burst grants in the reports', () => {
  const grant = (id: string, useCase: string, { fromMs, untilMs, endedMs }: Record<string, number>) =>
    database.pool.query(
      `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, ended_at, granted_by)
       values ($1, $2, 'incident', '{}', '', to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), to_timestamp($5 / 1000.0), '')`,
      [id, `uc_${useCase}`, now + (fromMs ?? 0), now + (untilMs ?? 0), endedMs === undefined ? null : now + endedMs],
    );

  test('are those that were in force in the period, those that took most first', async () => {
    await grant('grant_old', 'first', { fromMs: -3 * HOUR, untilMs: -2 * HOUR });
    await grant('grant_now', 'second', { fromMs: -90 * MINUTE, untilMs: HOUR });
    await grant('grant_stopped', 'first', { fromMs: -3 * HOUR, untilMs: HOUR, endedMs: -30 * MINUTE });
    await grant('grant_ahead', 'first', { fromMs: HOUR, untilMs: 2 * HOUR });
    await grant('grant_never', 'first', { fromMs: -HOUR, untilMs: HOUR, endedMs: -2 * HOUR });
    await database.pool.query(`insert into grant_use values ('grant_stopped', 10, 3, 0, 70, 1, 2)`);
    await database.pool.query(`insert into grant_wait values ('grant_stopped', $1, 70, 5)`, [second]);
    const { grants } = await readCapacity('hour');
    expect(grants).toEqual([
      {
        ...{ id: 'grant_stopped', useCase: 'first', team: 'a', startsAt: now - 3 * HOUR, endsAt: now - 30 * MINUTE },
        ...{ cpuMs: 10, submittedCount: 3, slotMs: 70, waiterCount: 1 },
      },
      {
        ...{ id: 'grant_now', useCase: 'second', team: 'b', startsAt: now - 90 * MINUTE, endsAt: now + HOUR },
        ...{ cpuMs: 0, submittedCount: 0, slotMs: 0, waiterCount: 0 },
      },
    ]);
    const day = (await readFairness('day')).grants;
    expect(day.map(({ id }) => id)).toEqual(['grant_stopped', 'grant_now', 'grant_old']);
  });
});
