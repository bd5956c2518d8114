import { createTestDatabase } from '@leeway/db/testing';
import type { UseCaseWait } from '@leeway/domain/wait-reason';
import { describe, it, type TestContext } from 'vitest';
import { readStoreTime } from './reports/store-time.ts';
import { type CallEngine, callerOf } from './testing/call-engine.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createRunNotes } from './testing/run-notes.ts';

const LIMIT = 1;
const GRANTED = 3;
/** An engine that was killed has its shards for three seconds more. */
const SLOW = { timeout: 30_000, interval: 50 };

/** A use case that may run one job at a time, and as many engines as are started; gone when the test is over. */
async function openTier({ onTestFinished }: TestContext) {
  const database = await createTestDatabase();
  await seedUseCase(database, { name: 'waits', handler: 'wait-for-signal', timeoutMs: 60_000, maxAttempts: 20 });
  await database.pool.query(`update use_case set concurrency_limit = $1, shard_spread = 1`, [LIMIT]);
  const key = await seedKey(database, null);
  const notes = createRunNotes();
  let engines: EngineProcess[] = [];
  let call: CallEngine;
  onTestFinished(async () => {
    await killAll();
    await database.drop();
    notes.remove();
  });

  async function start(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const port = await freePort();
      engines.push(await startEngineProcess({ connectionString: database.connectionString, port, slotCount: 4 }));
    }
    call = callerOf(engines[0]?.url ?? '', key);
  }

  async function killAll(): Promise<void> {
    await Promise.all(engines.map((engine) => engine.kill()));
    engines = [];
  }

  async function grant(seconds: number): Promise<number> {
    const { rows } = await database.pool.query<{ ends_at: number }>(
      `insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
       values ('grant_1', 'uc_waits', 'incident', $1, 'test', now(), now() + make_interval(secs => $2), 'test')
       returning (extract(epoch from ends_at) * 1000)::bigint as ends_at`,
      [JSON.stringify({ concurrency: { absolute: GRANTED } }), seconds],
    );
    return rows[0]?.ends_at ?? 0;
  }

  const submit = (count: number) =>
    call('POST', '/v1/use-cases/waits/jobs', {
      jobs: Array.from({ length: count }, () => ({ payload: { file: notes.file, ms: 500 } })),
    });

  /** What the engines say holds now; null where none says anything. */
  async function limitNow(): Promise<number | null> {
    const { body } = await call('GET', '/v1/use-cases/waits/wait');
    const engines = (body as unknown as UseCaseWait).engines;
    const readings = engines.flatMap(({ readings }) => readings.filter(({ gate }) => gate === 'concurrency'));
    return readings.length === 0 ? null : Math.max(...readings.map(({ limit }) => limit ?? 0));
  }

  /** Most that ran at once of what began and ended since then. */
  function mostAtOnce(sinceAt: number): number {
    const open = new Set<string>();
    let most = 0;
    for (const { id, what, at } of notes.read()) {
      if (at < sinceAt) continue;
      if (what === 'end') open.delete(id);
      else open.add(id);
      most = Math.max(most, open.size);
    }
    return most;
  }

  const until = async (at: number) => {
    while ((await readStoreTime(database.pool)) < at) await new Promise((resolve) => setTimeout(resolve, 50));
  };

  return { database, notes, start, killAll, grant, submit, limitNow, mostAtOnce, until };
}

/** A grant is in force as the store's clock says, whatever becomes of the processes that heed it. */
describe.concurrent('killing every process during a burst grant', () => {
  it('does not put off its end: with nobody there when it comes, it is over at the next start', async (context) => {
    const { expect } = context;
    const { notes, start, killAll, grant, submit, limitNow, mostAtOnce, until } = await openTier(context);
    await start(2);
    await submit(200);
    const endsAt = await grant(12);
    await expect.poll(limitNow, SLOW).toBe(GRANTED);
    await killAll();
    await until(endsAt);
    await start(2);
    const startedAt = Date.now();
    await expect.poll(limitNow, SLOW).toBe(LIMIT);
    await expect.poll(() => notes.read().filter(({ at }) => at > startedAt).length, SLOW).toBeGreaterThan(6);
    expect(mostAtOnce(startedAt)).toBe(LIMIT);
  }, 120_000);

  it('does not end it: who comes back before its end finds it in force, until the same instant', async (context) => {
    const { expect } = context;
    const { database, notes, start, killAll, grant, submit, limitNow, mostAtOnce, until } = await openTier(context);
    await start(2);
    await submit(400);
    const endsAt = await grant(30);
    await expect.poll(limitNow, SLOW).toBe(GRANTED);
    await killAll();
    await start(2);
    await expect.poll(limitNow, SLOW).toBe(GRANTED);
    const startedAt = Date.now();
    await expect.poll(() => mostAtOnce(startedAt), SLOW).toBe(GRANTED);
    expect(await readStoreTime(database.pool)).toBeLessThan(endsAt);
    await until(endsAt);
    await expect.poll(limitNow, { timeout: 3_000, interval: 50 }).toBe(LIMIT);
    // What was running then has ended.
    const endedAt = Date.now() + 1_500;
    await expect.poll(() => notes.read().filter(({ at }) => at > endedAt).length, SLOW).toBeGreaterThan(6);
    expect(mostAtOnce(endedAt)).toBe(LIMIT);
  }, 120_000);
});
