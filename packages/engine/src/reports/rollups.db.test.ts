import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { GATE_COLUMNS } from '@leeway/domain/gate-columns';
import { type FairnessUse, REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldUsage } from '../accounting/fold-usage.ts';
import { keepHouse } from '../accounting/keep-house.ts';
import { rollUp } from '../accounting/roll-up.ts';
import { lockSharing } from '../accounting/sql/lock-sharing.ts';
import { lockMinutes } from '../sharing/sql/lock-minutes.ts';
import { writeMinute } from '../sharing/write-sharing.ts';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { addDelta } from '../testing/usage-fixture.ts';
import { decidePeriod } from './period-window.ts';
import { readCapacityUses } from './read-capacity-uses.ts';
import { readFairnessUses } from './read-fairness-uses.ts';
import { readStoreTime } from './store-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NO_POOL = { slotMs: 0, busySlotMs: 0, cpuCapacityMs: 0, cpuMs: 0, opportunisticCpuMs: 0 };

/** Reports are read from sums over ten minutes, hours and days; whatever is summed up by then, they say what the minutes say. */
describe('reports from sums', () => {
  const random = seededRandom(7);
  const useCases: { readonly no: number; readonly name: string }[] = [];
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const name of ['a', 'b', 'c']) useCases.push({ name, no: await seedUseCase(database, { name }) });
  });
  afterAll(() => database.drop());

  const whole = (most: number) => Math.floor(random() * most);
  const anybody = () => useCases[whole(useCases.length)]?.no ?? 0;

  async function addUsage(at: number): Promise<void> {
    const counts = { submitted_count: whole(9), done_count: whole(9), dead_count: whole(3), cancelled_count: whole(2) };
    await addDelta(database, { useCaseNo: anybody(), at, ...counts, cpu_ms: whole(1_000) });
  }

  async function addSharing(at: number): Promise<void> {
    const useCaseNo = anybody();
    const ms = () => whole(1_000);
    const sums = { entitledMs: ms(), receivedMs: ms(), sufferedMs: ms(), causedMs: ms(), grantedCpuMs: 0 };
    const gateMs = new Map(
      whole(2) === 0
        ? [['turn', ms()]]
        : ([
            ['cpuQuota', ms()],
            ['turn', ms()],
          ] as [string, number][]),
    );
    const minuteAt = Math.floor(at / MINUTE) * MINUTE;
    const useCase = { useCaseNo, ...sums, backloggedMs: whole(2) * ms(), gateMs };
    await writeMinute(database.pool, { minuteAt, useCases: new Map([[useCaseNo, useCase]]), pool: NO_POOL });
  }

  /** What the minutes alone say. */
  async function minutesSince(fromAt: number) {
    const usage = await database.pool.query(
      `select name, sum(submitted_count)::int as submitted, sum(done_count)::int as done, sum(dead_count)::int as dead,
         sum(cancelled_count)::int as cancelled, sum(part.cpu_ms)::float8 as cpu
       from (select use_case_no, at, submitted_count, done_count, dead_count, cancelled_count, cpu_ms from usage_bucket where width_ms = 60000
         union all select use_case_no, at, submitted_count, done_count, dead_count, cancelled_count, cpu_ms from usage_delta) as part
       join use_case on no = use_case_no where at >= $1 group by name order by name`,
      [fromAt],
    );
    const sharing = await database.pool.query(
      `select name, coalesce(sum(entitled_ms) filter (where backlogged_ms > 0), 0) as entitled,
         coalesce(sum(received_ms) filter (where backlogged_ms > 0), 0) as received, sum(backlogged_ms) as backlogged,
         sum(suffered_ms) as suffered, sum(caused_ms) as caused, coalesce(sum((gate_ms->>'cpuQuota')::float8), 0) as quota,
         coalesce(sum((gate_ms->>'turn')::float8), 0) as turn
       from sharing_minute join use_case on no = use_case_no where minute_at >= $1 group by name order by name`,
      [fromAt],
    );
    return { usage: usage.rows, sharing: sharing.rows };
  }

  async function expectExact(): Promise<void> {
    for (const period of REPORT_PERIODS) {
      const { fromAt } = decidePeriod(period, await readStoreTime(database.pool));
      const { busy } = await readCapacityUses(database.pool, fromAt);
      const fairness = await readFairnessUses(database.pool, fromAt);
      const { usage, sharing } = await minutesSince(fromAt);
      const used = busy.map((use) => ({
        ...{ name: use.name, submitted: use.submittedCount, done: use.doneCount, dead: use.deadCount },
        ...{ cancelled: use.cancelledCount, cpu: use.cpuMs },
      }));
      expect(used, period).toEqual(
        usage.filter(({ submitted, done, dead, cancelled, cpu }) => submitted + done + dead + cancelled + cpu > 0),
      );
      const gate = (use: FairnessUse, name: string) => use.gates.find((each) => each.gate === name)?.ms ?? 0;
      const shared = fairness.map((use) => ({
        ...{ name: use.name, entitled: use.entitledMs, received: use.receivedMs, backlogged: use.backloggedMs },
        ...{ suffered: use.sufferedMs, caused: use.causedMs, quota: gate(use, 'cpuQuota'), turn: gate(use, 'turn') },
      }));
      expect(
        shared.sort((a, b) => (a.name < b.name ? -1 : 1)),
        period,
      ).toEqual(sharing);
    }
  }

  const marks = async () =>
    (
      await database.pool.query<{ kind: string; width_ms: number; until_at: number }>(
        'select kind, width_ms, until_at from rollup_mark order by kind, width_ms',
      )
    ).rows;

  it('are exact before anything is summed up, half way, afterwards, and when more comes late', async () => {
    const now = await readStoreTime(database.pool);
    for (let count = 0; count < 400; count++) {
      const at = now - whole(8 * DAY);
      await addUsage(at);
      await addSharing(at);
    }
    for (let count = 0; count < 60; count++) {
      await addUsage(now - whole(90 * MINUTE));
      await addSharing(now - whole(90 * MINUTE));
    }
    await expectExact();
    await foldUsage(database.pool);
    await expectExact();
    for (let looks = 0; looks < 6; looks++) {
      await rollUp(database.pool, 1 + whole(40));
      await expectExact();
    }
    while (await rollUp(database.pool, 500));
    await expectExact();
    const done = await marks();
    for (const { width_ms, until_at } of done) expect(now - until_at).toBeLessThan(width_ms + 2 * MINUTE);
    const { rows } = await database.pool.query(`select distinct width_ms from usage_rollup order by 1`);
    expect(rows.map(({ width_ms }) => width_ms)).toEqual([10 * MINUTE, HOUR, DAY]);

    for (const lateMs of [11 * MINUTE, 3 * HOUR, 2 * DAY, 6 * DAY + 5 * HOUR]) {
      await addSharing(now - lateMs);
      await addUsage(now - lateMs);
      await expectExact();
      await foldUsage(database.pool);
      await expectExact();
      // A day's sums are not made of what house-keeping has thrown away.
      await keepHouse(database.pool);
      await expectExact();
      await rollUp(database.pool, 1 + whole(100));
      await expectExact();
      while (await rollUp(database.pool, 500));
      await expectExact();
    }
    expect(await marks()).toEqual(done);
  }, 120_000);

  it('stay exact while engines write, and several sum up', async () => {
    const now = await readStoreTime(database.pool);
    await Promise.all([
      ...Array.from({ length: 4 }, async () => {
        for (let count = 0; count < 25; count++) {
          await addSharing(now - whole(2 * HOUR));
          await addUsage(now - whole(2 * HOUR));
          await foldUsage(database.pool);
        }
      }),
      ...Array.from({ length: 2 }, async () => {
        for (let count = 0; count < 20; count++) await rollUp(database.pool, 3);
      }),
    ]);
    while ((await foldUsage(database.pool)) > 0);
    while (await rollUp(database.pool, 500));
    await expectExact();
  }, 60_000);

  it('miss nothing that is written while they are made: writers wait for it to end, and it for them', async () => {
    const now = await readStoreTime(database.pool);
    const waiting = async () =>
      (
        await database.pool.query(`select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`)
      ).rowCount;
    for (const [hold, other] of [
      [lockSharing, () => addSharing(now - HOUR)],
      [lockMinutes, () => rollUp(database.pool)],
    ] as const) {
      const holder = await database.pool.connect();
      await holder.query('begin');
      await holder.query(hold);
      const done = other();
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
      await holder.query('commit');
      holder.release();
      await done;
    }
    while (await rollUp(database.pool, 500));
    await expectExact();
  }, 30_000);

  it('keep the time at every gate that there is', async () => {
    const { rows } = await database.pool.query<{ column_name: string }>(
      `select column_name from information_schema.columns where table_name = 'sharing_rollup'`,
    );
    const columns = rows.map(({ column_name }) => column_name);
    expect(columns).toEqual(expect.arrayContaining(Object.values(GATE_COLUMNS)));
  });

  it('are kept for ten days, of ten minutes for two, and never thrown away before the next width is made of them', async () => {
    const oldest = async () =>
      (
        await database.pool.query<{ width_ms: number; age: number }>(
          `select width_ms, ((now_ms() - min(at)) / 86400000)::int as age from sharing_rollup group by 1 order by 1`,
        )
      ).rows;
    const now = await readStoreTime(database.pool);
    await addSharing(now - 3 * DAY);
    await rollUp(database.pool, 100);
    await database.pool.query(
      `update rollup_mark set until_at = $1::bigint / 86400000 * 86400000 where kind = 'sharing' and width_ms > 600000`,
      [now - 3 * DAY],
    );
    await keepHouse(database.pool);
    expect((await oldest())[0]?.age).toBeGreaterThanOrEqual(3);
    while (await rollUp(database.pool, 500));
    await keepHouse(database.pool);
    expect((await oldest())[0]?.age).toBeLessThanOrEqual(2);
    // By way of far away: a row must not come to where another has not left yet.
    for (const earlierMs of [1_006 * DAY, -1_000 * DAY])
      await database.pool.query(`update sharing_rollup set at = at - $1::bigint where width_ms = 3600000`, [earlierMs]);
    await keepHouse(database.pool);
    expect((await oldest())[1]?.age).toBeLessThanOrEqual(10);
  });
});
