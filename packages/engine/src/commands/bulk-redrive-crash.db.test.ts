import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerOf } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { seedKey, seedUseCase } from '../testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from '../testing/engine-process.ts';
import { freePort } from '../testing/free-port.ts';
import { seedDead } from '../testing/seed-dead.ts';

const DEAD = 20_000;

let database: TestDatabase;
const engines: EngineProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const engine of engines) await engine.stop();
  await database.drop();
});

it('a bulk redrive whose engine is killed in the middle goes on with the next, each job exactly once', async () => {
  const useCaseNo = await seedUseCase(database, { name: 'mail' });
  await seedDead(database, { useCaseNo, count: DEAD });
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
  const imbalances: string[] = [];
  const watch = setInterval(() => void findImbalance(database).then((found) => imbalances.push(...found)), 200);

  let engine = await start();
  const body = { kind: 'redrive', reason: 'try again' };
  const asked = await callerOf(engine.url, key)('POST', '/v1/use-cases/mail/operations', body);
  expect(asked.status).toBe(202);
  for (const share of [0.2, 0.5]) {
    await expect.poll(progress, { timeout: 30_000, interval: 20 }).toBeGreaterThan(DEAD * share);
    await engine.kill();
    engines.pop();
    expect(await progress()).toBeLessThan(DEAD);
    engine = await start();
  }
  const read = async () => (await callerOf(engine.url, key)('GET', `/v1/operations/${asked.body.id}`)).body;
  await expect.poll(async () => (await read()).state, { timeout: 60_000, interval: 100 }).toBe('done');
  expect(await read()).toMatchObject({ totalCount: DEAD, doneCount: DEAD, skippedCount: 0 });

  const redriven = `select count(*)::int as n, count(distinct id)::int as jobs from job_history where outcome = 'redriven'`;
  expect((await database.pool.query(redriven)).rows).toEqual([{ n: DEAD, jobs: DEAD }]);
  const left = async () => (await database.pool.query('select count(*)::int as n from job')).rows[0].n;
  await expect.poll(left, { timeout: 60_000, interval: 100 }).toBe(0);
  clearInterval(watch);
  expect(await findImbalance(database)).toEqual([]);
  expect(imbalances).toEqual([]);
  const counted = `
    select sum(done_count)::int as done, sum(redriven_count)::int as redriven
    from (select done_count, redriven_count from usage_delta union all select done_count, redriven_count from use_case_total) p`;
  expect((await database.pool.query(counted)).rows).toEqual([{ done: DEAD, redriven: DEAD }]);
}, 180_000);
