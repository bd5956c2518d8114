import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { JobAnswer } from '@leeway/domain/job-answer';
import type { UseCaseWait } from '@leeway/domain/wait-reason';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf } from './testing/call-engine.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { seedSchedule } from './testing/seed-schedule.ts';
import { untilDrained } from './testing/until-drained.ts';

const HOUR_MS = 3_600_000;
const SKEWS = [HOUR_MS, -HOUR_MS, 0];
const JUMP_MS = 700;
const JOBS_PER_ENGINE = 60;
/** What the machine may take on top of a due time. */
const LATE_MS = 5_000;
const SLOW = { timeout: 30_000, interval: 100 };

interface Note {
  readonly id: string;
  /** By the store's clock, which is this machine's. */
  readonly at: number;
  readonly clock: number;
}

/** The first is an hour ahead, the second behind, and the third jumps to and fro. */
describe('engines whose clocks are an hour apart', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-clocks-'));
  const file = path.join(folder, 'moments.jsonl');
  const clockFiles = SKEWS.map((_, index) => path.join(folder, `clock-${index}`));
  /** What no clock changes, to the store's time. */
  const ahead = Date.now() - Number(process.hrtime.bigint()) / 1e6;
  let database: TestDatabase;
  let engines: EngineProcess[];
  let calls: CallEngine[];
  let jumping: NodeJS.Timeout;

  beforeAll(async () => {
    writeFileSync(file, '');
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'timed', handler: 'record-moment', timeoutMs: 5_000, maxAttempts: 2 });
    await seedUseCase(database, { name: 'leased', runtime: 'remote' });
    await database.pool.query('update use_case set shard_spread = 64');
    const key = await seedKey(database, null);
    for (const [index, skew] of SKEWS.entries()) writeFileSync(clockFiles[index] ?? '', String(skew));
    engines = await Promise.all(
      clockFiles.map(async (clockFile) =>
        startEngineProcess({ connectionString: database.connectionString, port: await freePort(), clockFile }),
      ),
    );
    calls = engines.map(({ url }) => callerOf(url, key));
    let isAhead = false;
    jumping = setInterval(() => {
      isAhead = !isAhead;
      writeFileSync(clockFiles[2] ?? '', String(isAhead ? HOUR_MS : -HOUR_MS));
    }, JUMP_MS);
  });
  afterAll(async () => {
    clearInterval(jumping);
    await Promise.all(engines.map((engine) => engine.stop()));
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const notes = (): Note[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): Note => JSON.parse(line))
      .map((note) => ({ ...note, at: note.at + ahead }));
  const submit = async (call: CallEngine, useCase: string, jobs: readonly unknown[]) => {
    const { status, body } = await call('POST', `/v1/use-cases/${useCase}/jobs`, { jobs });
    expect(status).toBe(201);
    return body.jobs as { id: string; availableAt: string }[];
  };

  it('start nothing early, nothing twice and nothing late, and tell each time by the clock of the store', async () => {
    const due = new Map<string, number>();
    await Promise.all(
      calls.map(async (call) => {
        const jobs = Array.from({ length: JOBS_PER_ENGINE }, (_, index) => ({
          payload: { file, ms: index % 10 === 0 ? 2 * JUMP_MS : 0 },
          ...(index % 3 === 0 ? {} : { availableAt: new Date(Date.now() + 300 + index * 60).toISOString() }),
        }));
        for (const job of await submit(call, 'timed', jobs)) due.set(job.id, Date.parse(job.availableAt));
      }),
    );
    const began = Date.now();
    await seedSchedule(database, {
      ...{ useCase: 'timed', name: 'each second', payload: JSON.stringify({ file, isFired: true }) },
      nextFireAt: Math.ceil(began / 1_000) * 1_000,
    });
    await expect.poll(() => notes().length, SLOW).toBeGreaterThan(due.size + 4);
    await database.pool.query(`delete from schedule`);
    const counts = await untilDrained(database);
    expect(counts.lostLeases).toBe(0);

    const seen = notes();
    // They did believe in other times.
    for (const skew of [HOUR_MS, -HOUR_MS])
      expect(seen.some(({ at, clock }) => Math.abs(clock - at - skew) < 60_000)).toBe(true);
    expect(seen.length).toBe(counts.done);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    for (const { id, at } of seen) {
      const dueAt = due.get(id);
      if (dueAt === undefined) continue;
      expect(at).toBeGreaterThanOrEqual(dueAt);
      expect(at).toBeLessThan(dueAt + LATE_MS + 30 * JUMP_MS);
    }
    for (const { id, at } of seen) {
      const job = (await calls[0]?.('GET', `/v1/jobs/${id}`))?.body as unknown as JobAnswer;
      expect(Math.abs(Date.parse(job.startedAt ?? '') - at), `${id} ${JSON.stringify(job)}`).toBeLessThan(1_000);
    }
  }, 90_000);

  it('hold leases of programs for as long as the store says, at each of them', async () => {
    const [fast, slow, jumpy] = calls as [CallEngine, CallEngine, CallEngine];
    await submit(fast, 'leased', [{ payload: 1 }]);
    const lease = async (call: CallEngine, waitMs: number) => {
      const { body } = await call('POST', '/v1/leases', { useCases: ['leased'], count: 1, seconds: 30, waitMs });
      return body.leases as { jobId: string; token: string; expiresAt: string }[];
    };
    const [mine] = await lease(slow, 5_000);
    expect(Math.abs(Date.parse(mine?.expiresAt ?? '') - Date.now() - 30_000)).toBeLessThan(3_000);
    expect(await Promise.all([fast, jumpy].map((call) => lease(call, 2_000)))).toEqual([[], []]);
    const leases = [{ jobId: mine?.jobId, token: mine?.token }];
    const { body } = await jumpy('POST', '/v1/leases/ack', { leases });
    expect(body.results).toMatchObject([{ status: 'done' }]);
  }, 60_000);

  it('begin and end a grant when the store says', async () => {
    await seedUseCase(database, { name: 'limited', handler: 'record-moment', timeoutMs: 60_000 });
    await database.pool.query(`update use_case set concurrency_limit = 1, shard_spread = 64 where name = 'limited'`);
    const limits = async (): Promise<number[]> => {
      const [call] = calls as [CallEngine];
      const { body } = await call('GET', '/v1/use-cases/limited/wait');
      return (body as unknown as UseCaseWait).engines.flatMap(({ readings }) =>
        readings.filter(({ gate }) => gate === 'concurrency').map(({ limit }) => limit ?? 0),
      );
    };
    for (const call of calls) await submit(call, 'limited', Array(60).fill({ payload: { file, ms: 300 } }));
    await expect.poll(limits, SLOW).toContain(1);
    const { rows } = await database.pool.query<{ ends_at: number }>(
      `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
       values ('grant_1', 'uc_limited', 'incident', '{"concurrency":{"absolute":6}}', 'test', now(), now() + interval '6 s', 'test')
       returning (extract(epoch from ends_at) * 1000)::bigint as ends_at`,
    );
    const endsAt = Number(rows[0]?.ends_at);
    const isAll = (isWanted: (limit: number) => boolean) => async () => {
      const found = await limits();
      return found.length > 0 && found.every(isWanted);
    };
    await expect
      .poll(
        isAll((limit) => limit > 1),
        { timeout: 5_000, interval: 50 },
      )
      .toBe(true);
    expect(Date.now()).toBeLessThan(endsAt);
    await expect
      .poll(
        isAll((limit) => limit === 1),
        { timeout: endsAt - Date.now() + 4_000, interval: 50 },
      )
      .toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(endsAt);
  }, 60_000);
});
