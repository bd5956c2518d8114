import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerOf } from './testing/call-engine.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createRunNotes } from './testing/run-notes.ts';

/** How use cases of other teams harm their processes, and what it is called. */
const HARM = {
  eatMemory: 'MEMORY_EXCEEDED',
  abort: 'WORKER_DIED',
  exit: 'WORKER_DIED',
  block: 'TIMEOUT',
  hang: 'TIMEOUT',
  chatter: 'MEMORY_EXCEEDED',
  forge: 'HANDLER_ERROR',
} as const;
const FLOOD = 30;
const TOLERANCE_MS = 5_000;
const STEADY_MS = 8_000;
const EVERY_MS = 100;

const notes = createRunNotes();
let database: TestDatabase;
let engine: EngineProcess;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedUseCase(database, { name: 'calm', handler: 'record-run', delayToleranceMs: TOLERANCE_MS });
  for (const [index, how] of Object.keys(HARM).entries())
    await seedUseCase(database, {
      ...{ name: how.toLowerCase(), handler: 'misbehave', team: `team-${index}`, maxAttempts: 2 },
      ...{ backoffBaseMs: 10, backoffCapMs: 10, timeoutMs: 1_000, memoryLimitMb: 64 },
    });
  key = await seedKey(database, null);
  engine = await startEngineProcess({
    connectionString: database.connectionString,
    port: await freePort(),
    slotCount: 4,
  });
});
afterAll(async () => {
  await engine.kill();
  await database.drop();
  notes.remove();
});

it('use cases that crash, hang and eat memory without end do not make the others late, nor cost them an attempt', async () => {
  const call = callerOf(engine.url, key);
  const submit = async (useCase: string, count: number, payload: object) => {
    const jobs = Array.from({ length: count }, () => ({ payload }));
    const { status, body } = await call('POST', `/v1/use-cases/${useCase}/jobs`, { jobs });
    expect(status).toBe(201);
    return body.jobs as { id: string; availableAt: string }[];
  };
  for (const how of Object.keys(HARM)) await submit(how.toLowerCase(), FLOOD, { how });
  const availableAt = new Map<string, number>();
  for (const endAt = performance.now() + STEADY_MS; performance.now() < endAt; await sleep(EVERY_MS))
    for (const job of await submit('calm', 1, { file: notes.file }))
      availableAt.set(job.id, Date.parse(job.availableAt));
  await expect.poll(() => notes.read().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(availableAt.size);

  const runs = notes.read();
  expect(runs.map(({ id }) => id).toSorted()).toEqual([...availableAt.keys()].toSorted());
  expect(runs.filter(({ attempt }) => attempt > 1)).toEqual([]);
  const delays = runs.map(({ id, at }) => at - (availableAt.get(id) ?? 0)).toSorted((a, b) => a - b);
  expect(delays.at(-1), `delays: ${delays.slice(-10)}`).toBeLessThanOrEqual(TOLERANCE_MS);

  // They did run and fail, each by itself; on a busy machine some reach their time limit before they have done their worst.
  const { rows } = await database.pool.query<{ name: string; codes: string[] }>(
    `select name, array_agg(distinct failure_code) as codes from job_history join use_case on no = use_case_no
     where outcome <> 'done' group by name`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const { name, codes } of rows) {
    const [, code] = Object.entries(HARM).find(([how]) => how.toLowerCase() === name) ?? [];
    expect([name, codes.filter((each) => each !== code && each !== 'TIMEOUT')]).toEqual([name, []]);
  }
}, 90_000);
