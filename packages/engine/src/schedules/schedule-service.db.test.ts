import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { LeewayError } from '@leeway/domain/problem';
import { MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { ClientBase, Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toEntry, type UseCaseRow } from '../registry/rows.ts';
import { loadUseCases } from '../registry/sql/load-use-cases.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { submitPlanned } from '../submitter/submit-planned.ts';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { seedSchedule } from '../testing/seed-schedule.ts';
import type { PlannedJob } from './fire-schedules.ts';
import { createScheduleService } from './schedule-service.ts';
import { lockDueSchedules } from './sql/lock-due-schedules.ts';

const LEAD_MS = 2_000;

interface FireRow {
  readonly schedule_id: string;
  readonly no: number;
  readonly fire_at: number;
  readonly job_id: string | null;
  readonly instant_count: number;
}

describe('the schedule service', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'rollup' });
  });
  afterEach(async () => await database.drop());

  const storeNow = async (): Promise<number> =>
    Number((await database.pool.query<{ now: number }>('select now_ms() as now')).rows[0]?.now);
  const firesOf = async (id: string): Promise<FireRow[]> =>
    (await database.pool.query<FireRow>('select * from schedule_fire where schedule_id = $1 order by no', [id])).rows;
  const jobs = async () =>
    (
      await database.pool.query<{ id: string; available_at: number; payload: string; place: string }>(`
        select id, available_at, payload, 'job' as place from job
        union all select id, due_at, payload, 'delayed' from delayed_job order by available_at`)
    ).rows;
  const insertWith = (useCases: Map<number, ReturnType<typeof toEntry>>) => {
    return async (client: ClientBase, planned: readonly PlannedJob[]) => {
      const submissions = planned.map(({ useCaseNo, job }) => {
        const useCase = useCases.get(useCaseNo);
        if (useCase === undefined) throw new Error('unknown use case');
        return { useCase, job };
      });
      return await submitPlanned(client, submissions, { now: await storeNow(), shardCount: 16 });
    };
  };
  const createService = async (more: { pool?: Pool; insert?: ReturnType<typeof insertWith> } = {}) => {
    const { rows } = await database.pool.query<UseCaseRow>(loadUseCases);
    const insert = insertWith(new Map(rows.map((row) => [row.no, toEntry(row)])));
    const log = createLog('engine', 'silent');
    return createScheduleService({
      pool: database.pool,
      clock: systemClock,
      log,
      insert,
      onFired: () => undefined,
      ...more,
    });
  };

  it('fires each instant of many schedules once, whatever number of engines fire them at the same time', async () => {
    const from = Math.floor((await storeNow()) / SECOND_MS) * SECOND_MS - 5 * SECOND_MS;
    const ids = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        seedSchedule(database, { useCase: 'rollup', name: `s${index}`, nextFireAt: from, payload: `{"no":${index}}` }),
      ),
    );
    const services = await Promise.all(Array.from({ length: 6 }, () => createService()));
    for (let round = 0; round < 5; round++) await Promise.all(services.map((service) => service.runOnce()));
    const until = await storeNow();

    const stored = await jobs();
    for (const [index, id] of ids.entries()) {
      const fires = await firesOf(id);
      expect(fires.map(({ fire_at }) => fire_at)).toEqual(fires.map((_, no) => from + no * SECOND_MS));
      expect(fires.at(-1)?.fire_at).toBeGreaterThan(until - SECOND_MS);
      const own = stored.filter(({ payload }) => (JSON.parse(payload) as { no: number }).no === index);
      expect(own.map((job) => [job.id, job.available_at])).toEqual(fires.map((fire) => [fire.job_id, fire.fire_at]));
    }
    expect(stored.filter((job) => job.place === 'job' && job.available_at > until)).toEqual([]);
  });

  it('asks for the local time’s instant, and goes on to the next', async () => {
    const now = await storeNow();
    const next = Math.floor(now / SECOND_MS) * SECOND_MS + SECOND_MS;
    const id = await seedSchedule(database, { useCase: 'rollup', name: 'ahead', cron: '0 3 * * *', nextFireAt: next });
    await (await createService()).runOnce();
    expect(await jobs()).toMatchObject([{ available_at: next }]);
    const { rows } = await database.pool.query('select next_fire_at, last_fire_at, fire_count from schedule');
    expect(rows).toMatchObject([{ last_fire_at: next, fire_count: 1 }]);
    expect(new Date(Number(rows[0]?.next_fire_at)).toISOString()).toMatch(/T03:00:00\.000Z$/);
    expect(await firesOf(id)).toMatchObject([{ no: 1, fire_at: next, instant_count: 1 }]);
  });

  it('gives its jobs the key that it names, in the shard of that key', async () => {
    const now = await storeNow();
    for (const name of ['one', 'two'])
      await seedSchedule(database, { useCase: 'rollup', name, nextFireAt: now, concurrencyKey: 'customer-17' });
    await seedSchedule(database, { useCase: 'rollup', name: 'nobody', nextFireAt: now, payload: '"nobody"' });
    await (await createService()).runOnce();
    const { rows } = await database.pool.query<{ id: string; payload: string; concurrency_key: string | null }>(
      'select id, payload, concurrency_key from delayed_job union all select id, payload, concurrency_key from job',
    );
    const [keyed, others] = [
      rows.filter(({ payload }) => payload === 'null'),
      rows.filter(({ payload }) => payload !== 'null'),
    ];
    expect(new Set(keyed.map((row) => row.concurrency_key))).toEqual(new Set(['customer-17']));
    expect(new Set(keyed.map((row) => row.id.slice(0, 4))).size).toBe(1);
    expect(new Set(others.map((row) => row.concurrency_key))).toEqual(new Set([null]));
  });

  it('fires nothing that lies further ahead than its lead, and nothing that is paused', async () => {
    const now = await storeNow();
    await seedSchedule(database, { useCase: 'rollup', name: 'later', nextFireAt: now + LEAD_MS + 5_000 });
    await seedSchedule(database, { useCase: 'rollup', name: 'paused', nextFireAt: now });
    await database.pool.query(`update schedule set is_paused = true, next_fire_at = null where name = 'paused'`);
    expect(await (await createService()).runOnce()).toBe(0);
    expect(await jobs()).toEqual([]);
  });

  it('makes up for what was missed while no engine ran as the owner said', async () => {
    const now = await storeNow();
    const from = Math.floor(now / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
    const seed = { useCase: 'rollup', cron: '* * * * *', nextFireAt: from };
    const skip = await seedSchedule(database, { ...seed, name: 'skip', missedRuns: 'skip', payload: '"skip"' });
    const once = await seedSchedule(database, { ...seed, name: 'once', missedRuns: 'runOnce', payload: '"once"' });
    const all = await seedSchedule(database, { ...seed, name: 'all', missedRuns: 'runAll', payload: '"all"' });
    await (await createService()).runOnce();

    const missed = async (id: string) => (await firesOf(id)).filter(({ fire_at }) => fire_at < now - 15_000);
    const [skipped] = await missed(skip);
    const missedCount = skipped?.instant_count ?? 0;
    expect([10, 11]).toContain(missedCount);
    expect(await missed(skip)).toMatchObject([{ job_id: null }]);
    expect(await missed(once)).toMatchObject([{ instant_count: missedCount, fire_at: skipped?.fire_at }]);
    expect((await missed(all)).map(({ fire_at }) => fire_at)).toEqual(
      Array.from({ length: missedCount }, (_, index) => from + index * MINUTE_MS),
    );
    const late = (await jobs()).filter(({ available_at }) => available_at < now - 15_000);
    expect(late.filter(({ payload }) => payload === '"skip"').length).toBe(0);
    expect(late.filter(({ payload }) => payload === '"once"').length).toBe(1);
    expect(late.filter(({ payload }) => payload === '"all"').length).toBe(missedCount);
  });

  it('fires once where the commit succeeded and its answer was lost', async () => {
    const now = await storeNow();
    const id = await seedSchedule(database, { useCase: 'rollup', name: 'lost', nextFireAt: now });
    let lostCount = 0;
    const forgetful = new Proxy(database.pool, {
      get: (pool, name: keyof Pool) => {
        if (name !== 'connect') return pool[name];
        return async () => {
          const client = await pool.connect();
          return new Proxy(client, {
            get: (inner, key: keyof typeof client) => {
              if (key !== 'query') return typeof inner[key] === 'function' ? inner[key].bind(inner) : inner[key];
              return async (...query: [string]) => {
                const answer = await inner.query(...query);
                if (query[0] !== 'commit' || lostCount > 0) return answer;
                lostCount += 1;
                throw new Error('the answer was lost');
              };
            },
          });
        };
      },
    });
    const service = await createService({ pool: forgetful });
    await expect(service.runOnce()).rejects.toThrow('the answer was lost');
    await service.runOnce();
    const fires = await firesOf(id);
    expect(new Set(fires.map(({ fire_at }) => fire_at)).size).toBe(fires.length);
    expect((await jobs()).map((job) => job.id)).toEqual(fires.map((fire) => fire.job_id));
    expect(lostCount).toBe(1);
  });

  it('undoes the whole firing where one of its statements fails', async () => {
    const now = await storeNow();
    const id = await seedSchedule(database, { useCase: 'rollup', name: 'undone', nextFireAt: now });
    const healthy = await createService();
    const failing = await createService({
      insert: async (client) => {
        await client.query('select 1');
        throw new Error('the store went away');
      },
    });
    await expect(failing.runOnce()).rejects.toThrow('the store went away');
    expect(await firesOf(id)).toEqual([]);
    expect(await healthy.runOnce()).toBeGreaterThan(0);
    expect((await firesOf(id))[0]?.fire_at).toBe(now);
  });

  it('sets a schedule aside that cannot be fired, and fires the others', async () => {
    const now = await storeNow();
    const seed = { useCase: 'rollup', nextFireAt: now };
    const unknownZone = await seedSchedule(database, { ...seed, name: 'zone', timeZone: 'Europe/Atlantis' });
    const refused = await seedSchedule(database, { ...seed, name: 'refused', payload: '"refuse me"' });
    const good = await Promise.all(['a', 'b', 'c'].map((name) => seedSchedule(database, { ...seed, name })));
    const { rows } = await database.pool.query<UseCaseRow>(loadUseCases);
    const insert = insertWith(new Map(rows.map((row) => [row.no, toEntry(row)])));
    const service = await createService({
      insert: async (client, planned) => {
        if (planned.some(({ job }) => job.payload === 'refuse me')) throw new LeewayError('INVALID_INPUT', 'no');
        return await insert(client, planned);
      },
    });
    for (let round = 0; round < 4; round++) await service.runOnce().catch(() => undefined);
    for (const id of good) expect((await firesOf(id)).length).toBeGreaterThan(0);
    expect([...(await firesOf(unknownZone)), ...(await firesOf(refused))]).toEqual([]);
  });

  it('keeps the last fifty fires of a schedule', async () => {
    const now = Math.floor((await storeNow()) / SECOND_MS) * SECOND_MS;
    const seed = { useCase: 'rollup', name: 'many', missedRuns: 'runAll' as const };
    const id = await seedSchedule(database, { ...seed, nextFireAt: now - 80 * SECOND_MS });
    await (await createService()).runOnce();
    const count = (await database.pool.query<{ fire_count: number }>('select fire_count from schedule')).rows[0];
    await database.pool.query('update schedule set next_fire_at = now_ms() - 1000');
    await (await createService()).runOnce();
    const fires = await firesOf(id);
    expect(fires.length).toBeGreaterThanOrEqual(50);
    expect(fires[0]?.no).toBeGreaterThan((count?.fire_count ?? 0) - 50);
  });

  it('reads the schedules that are due and no others', async () => {
    const now = await storeNow();
    await database.pool.query(
      `insert into schedule (id, use_case_id, name, cron, time_zone, payload, missed_runs, next_fire_at)
       select 'sch_' || n, 'uc_rollup', 's' || n, '0 * * * *', 'UTC', 'null', 'skip', $1::bigint + n * 60000
       from generate_series(0, 4999) as n`,
      [now],
    );
    const client = await database.pool.connect();
    try {
      await client.query('set enable_seqscan = off; set enable_bitmapscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>({
        text: `explain (analyze, costs off, timing off) ${lockDueSchedules.text}`,
        values: [LEAD_MS, [], 200],
      });
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Scan using schedule_due .*rows=1\b.*\n\s+Index Cond: \(next_fire_at <=/);
      expect(plan).not.toContain('Rows Removed');
    } finally {
      client.release(true);
    }
  });
});
