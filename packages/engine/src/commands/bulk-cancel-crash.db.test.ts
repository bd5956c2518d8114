import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerOf } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { seedKey, seedUseCase } from '../testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from '../testing/engine-process.ts';
import { freePort } from '../testing/free-port.ts';
import { createRunNotes } from '../testing/run-notes.ts';

const WAITING = 12_000;
const DELAYED = 6_000;
const ALL = WAITING + DELAYED;
const SLOTS = 2;

let database: TestDatabase;
const notes = createRunNotes();
const engines: EngineProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const engine of engines) await engine.kill();
  await database.drop();
  notes.remove();
});

it('a bulk cancel whose engine is killed in the middle goes on with the next, each job exactly once', async () => {
  await seedUseCase(database, { name: 'mail', handler: 'wait-for-signal', timeoutMs: 120_000, maxAttempts: 10 });
  const key = await seedKey(database, null);
  const start = async () => {
    const engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
    engines.push(engine);
    return engine;
  };
  const progress = async (): Promise<number> => {
    const { rows } = await database.pool.query('select sum(done_count)::int as n from job_operation_part');
    return rows[0].n ?? 0;
  };
  let engine = await start();
  // The first of them keep the workers for as long as the test takes: nothing else starts.
  const submit = async (count: number, more: object) => {
    const jobs = Array(count).fill({ payload: { file: notes.file, ms: 120_000 }, ...more });
    const { status } = await callerOf(engine.url, key)('POST', '/v1/use-cases/mail/jobs', { jobs });
    expect(status).toBe(201);
  };
  for (let left = WAITING; left > 0; left -= 1_000) await submit(1_000, {});
  const availableAt = new Date(Date.now() + 600_000).toISOString();
  for (let left = DELAYED; left > 0; left -= 1_000) await submit(1_000, { availableAt });
  await expect.poll(() => notes.read().length, { timeout: 20_000, interval: 50 }).toBeGreaterThanOrEqual(SLOTS);

  const imbalances: string[] = [];
  const watch = setInterval(() => void findImbalance(database).then((found) => imbalances.push(...found)), 200);
  const body = { kind: 'cancel', reason: 'wrong batch' };
  const asked = await callerOf(engine.url, key)('POST', '/v1/use-cases/mail/operations', body);
  expect(asked.status).toBe(202);
  for (const share of [0.15, 0.5]) {
    await expect.poll(progress, { timeout: 60_000, interval: 20 }).toBeGreaterThan(ALL * share);
    await engine.kill();
    engines.pop();
    expect(await progress()).toBeLessThan(ALL - SLOTS);
    engine = await start();
  }
  const read = async () => (await callerOf(engine.url, key)('GET', `/v1/operations/${asked.body.id}`)).body;
  await expect.poll(async () => (await read()).state, { timeout: 60_000, interval: 100 }).toBe('done');
  clearInterval(watch);

  // Where an engine was killed, what it ran waits again behind where the operation is.
  const doneCount = Number((await read()).doneCount);
  expect(doneCount).toBeGreaterThan(ALL - 100);
  const cancelled = `select count(*)::int as n, count(distinct id)::int as jobs from job_history where outcome = 'cancelled'`;
  expect((await database.pool.query(cancelled)).rows).toEqual([{ n: doneCount, jobs: doneCount }]);
  const left = 'select (select count(*) from job)::int + (select count(*) from delayed_job)::int as n';
  expect((await database.pool.query(left)).rows).toEqual([{ n: ALL - doneCount }]);
  expect(new Set(notes.read().map(({ id }) => id)).size).toBeLessThanOrEqual(ALL - doneCount + 2 * SLOTS);
  expect([...imbalances, ...(await findImbalance(database))]).toEqual([]);
}, 180_000);
