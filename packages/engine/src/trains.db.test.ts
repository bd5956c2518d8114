import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { JobAnswer } from '@leeway/domain/job-answer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf } from './testing/call-engine.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createRunNotes } from './testing/run-notes.ts';

const QUICK = Array.from({ length: 12 }, (_, index) => `quick-${index}`);
/** So long the run time of a use case must have been short until its bundles go along with others. */
const LEARNT_FROM = 40;
const TIMEOUT_MS = 8_000;
const AHEAD_MS = 2_000;

describe('jobs of several use cases that go to a process together', () => {
  const notes = createRunNotes();
  let database: TestDatabase;
  let engine: EngineProcess;
  let call: CallEngine;

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'moody', handler: 'misbehave', maxAttempts: 1, timeoutMs: TIMEOUT_MS });
    for (const name of QUICK) await seedUseCase(database, { name, handler: 'record-run' });
    const key = await seedKey(database, null);
    engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
    call = callerOf(engine.url, key);
  });
  afterAll(async () => {
    await engine.kill();
    await database.drop();
    notes.remove();
  });

  const submit = async (useCase: string, jobs: readonly object[]): Promise<string[]> => {
    const { status, body } = await call('POST', `/v1/use-cases/${useCase}/jobs`, { jobs });
    expect(status).toBe(201);
    return (body.jobs as { id: string }[]).map(({ id }) => id);
  };
  const stateOf = async (id: string) => (await call('GET', `/v1/jobs/${id}`)).body as unknown as JobAnswer;
  const learn = async () => {
    const many = (payload: object) => Array.from({ length: LEARNT_FROM }, () => ({ payload }));
    const moody = await submit('moody', many({ how: 'nothing' }));
    const quick = await Promise.all(QUICK.map((name) => submit(name, many({ file: notes.file }))));
    for (const id of [...moody, ...quick.flat()])
      await expect.poll(async () => (await stateOf(id)).state, { timeout: 20_000 }).toBe('done');
  };
  /** All stand ready at the same instant. */
  const burst = async (how: string) => {
    const availableAt = new Date(Date.now() + AHEAD_MS).toISOString();
    const [moody = ''] = await submit('moody', [{ payload: { how }, availableAt }]);
    const quick = await Promise.all(
      QUICK.map((name) =>
        submit(
          name,
          [0, 1].map(() => ({ payload: { file: notes.file }, availableAt })),
        ),
      ),
    );
    return { moody, quick: quick.flat() };
  };
  const expectQuickDone = async (quick: readonly string[]) => {
    for (const id of quick) await expect.poll(async () => (await stateOf(id)).state, { timeout: 20_000 }).toBe('done');
    expect(quick.map((id) => notes.startsOf(id))).toEqual(quick.map(() => 1));
  };

  it('end their process alone: the others run once, and lose no attempt', async () => {
    await learn();
    for (const how of ['killItself', 'exit', 'abort']) {
      const { moody, quick } = await burst(how);
      await expectQuickDone(quick);
      await expect.poll(async () => (await stateOf(moody)).state, { timeout: 20_000 }).toBe('dead');
      expect((await stateOf(moody)).failure?.code).toBe('WORKER_DIED');
      expect(notes.read().filter(({ attempt }) => attempt > 1)).toEqual([]);
    }
  }, 90_000);

  it('do not wait behind one that blocks its process', async () => {
    await learn();
    const { moody, quick } = await burst('block');
    await expectQuickDone(quick);
    expect((await stateOf(moody)).state).not.toBe('dead');
    await expect.poll(async () => (await stateOf(moody)).state, { timeout: 2 * TIMEOUT_MS }).toBe('dead');
    expect((await stateOf(moody)).failure?.code).toBe('TIMEOUT');
  }, 90_000);
});
