import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callerOf, type EngineAnswer } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { seedKey, seedUseCase } from '../testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from '../testing/engine-process.ts';
import { freePort } from '../testing/free-port.ts';
import { createRunNotes } from '../testing/run-notes.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const USE_CASES = 6;

describe('a change asked at an engine that does not own the job', () => {
  let database: TestDatabase;
  let key: string;
  const engines: EngineProcess[] = [];
  const notes = createRunNotes();

  beforeAll(async () => {
    database = await createTestDatabase();
    for (let index = 0; index < USE_CASES; index++)
      await seedUseCase(database, {
        name: `slow-${index}`,
        handler: 'wait-for-signal',
        delayToleranceMs: 600_000,
        timeoutMs: 120_000,
      });
    key = await seedKey(database, null);
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.stop();
  });
  afterAll(async () => {
    await database.drop();
    notes.remove();
  });

  const start = async (): Promise<EngineProcess> => {
    const engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
    engines.push(engine);
    return engine;
  };
  const owners = async (): Promise<number[]> => {
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from shard_lease where expires_at > now_ms() group by owner order by owner',
    );
    return rows.map((row) => row.n);
  };
  const untilOwners = (wanted: number[]) => expect.poll(owners, { timeout: 15_000, interval: 50 }).toEqual(wanted);
  const submit = async (engine: EngineProcess, useCase: number, jobs: readonly object[]): Promise<string[]> => {
    const body = { jobs: jobs.map((payload) => ({ payload: { file: notes.file, ...payload } })) };
    const answer = await callerOf(engine.url, key)('POST', `/v1/use-cases/slow-${useCase}/jobs`, body);
    return (answer.body.jobs as { id: string }[]).map(({ id }) => id);
  };
  const cancel = (engine: EngineProcess, id: string): Promise<EngineAnswer> =>
    callerOf(engine.url, key)('POST', `/v1/jobs/${id}/cancel`);
  const stateOf = async (engine: EngineProcess, id: string) =>
    (await callerOf(engine.url, key)('GET', `/v1/jobs/${id}`)).body.state;

  /** All four workers of two engines get a job that does not end by itself. */
  const occupy = async (engine: EngineProcess): Promise<string[]> => {
    const ids: string[] = [];
    for (let index = 0; index < USE_CASES; index++)
      ids.push(...(await submit(engine, index, Array(8).fill({ ms: 100_000 }))));
    await expect
      .poll(() => ids.filter((id) => notes.startsOf(id) > 0).length, { timeout: 15_000, interval: 50 })
      .toBeGreaterThanOrEqual(4);
    return ids;
  };

  it('is carried out by its owner: what waits never starts, what runs is told', async () => {
    const a = await start();
    const b = await start();
    await untilOwners([8, 8]);
    const ids = await occupy(a);
    const running = ids.filter((id) => notes.startsOf(id) > 0);
    const answers = await Promise.all(
      ids.map(async (id, index) => ({ ...(await cancel(index % 2 === 0 ? a : b, id)), id, at: Date.now() })),
    );
    const finals = answers.filter(({ status }) => status === 200);
    expect(finals.length).toBeGreaterThan(ids.length / 2);
    for (const id of ids) await expect.poll(() => stateOf(a, id), { timeout: 15_000, interval: 50 }).toBe('cancelled');
    const startAfter = ({ id, at }: { id: string; at: number }) =>
      notes.read().some((note) => note.id === id && note.what === 'start' && note.at > at);
    expect(finals.filter(startAfter)).toEqual([]);
    expect(finals.filter(({ id, body }) => !running.includes(id) && body.state !== 'cancelled')).toEqual([]);
    expect(ids.filter((id) => notes.startsOf(id) > 1)).toEqual([]);
    const [after = ''] = await submit(b, 0, [{ ms: 0 }]);
    await expect.poll(() => stateOf(a, after), { timeout: 10_000, interval: 50 }).toBe('done');
    expect(await findImbalance(database)).toEqual([]);
  }, 60_000);

  it('is carried out by the next owner when the first dies, before any job of its shards starts', async () => {
    const a = await start();
    const b = await start();
    await untilOwners([8, 8]);
    // Jobs that do not obey: they run on after they were told, until their engine is killed.
    const ids: string[] = [];
    for (let index = 0; index < USE_CASES; index++)
      ids.push(...(await submit(a, index, Array(4).fill({ ms: 100_000, obeys: false }))));
    await expect
      .poll(() => ids.filter((id) => notes.startsOf(id) > 0).length, { timeout: 15_000, interval: 50 })
      .toBe(4);
    const running = ids.filter((id) => notes.startsOf(id) > 0);
    const told = await Promise.all(running.map((id) => cancel(a, id)));
    for (const answer of told) expect(answer.body).toMatchObject({ state: 'leased', cancelRequested: true });
    const waiting = ids.filter((id) => !running.includes(id));
    const dropped = await Promise.all(waiting.map((id) => cancel(b, id)));
    for (const answer of dropped) expect(answer.body).toMatchObject({ state: 'cancelled' });

    await b.kill();
    engines.splice(engines.indexOf(b), 1);
    await untilOwners([16]);
    // Whatever b ran is a's now, and cancelled without a second start; what a runs itself goes on until it is killed too.
    await pause(1_500);
    expect(ids.filter((id) => notes.startsOf(id) > 1)).toEqual([]);
    await a.kill();
    engines.splice(engines.indexOf(a), 1);
    const c = await start();
    for (const id of running)
      await expect.poll(() => stateOf(c, id), { timeout: 15_000, interval: 50 }).toBe('cancelled');
    await pause(500);
    expect(ids.filter((id) => notes.startsOf(id) > 1)).toEqual([]);
    expect(waiting.filter((id) => notes.startsOf(id) > 0)).toEqual([]);
    expect(await findImbalance(database)).toEqual([]);
  }, 90_000);

  it('waits for the next owner while a dead one still has the shard, and can be asked about', async () => {
    const a = await start();
    const b = await start();
    await untilOwners([8, 8]);
    const busy = await occupy(a);
    const jobs: string[] = [];
    for (let index = 0; index < USE_CASES; index++) jobs.push(...(await submit(a, index, Array(3).fill({ ms: 0 }))));
    b.child.kill('SIGSTOP');
    const answers = await Promise.all(jobs.map((id) => cancel(a, id)));
    for (const [index, answer] of answers.entries()) {
      expect([200, 202]).toContain(answer.status);
      if (answer.status !== 202) continue;
      const asked = () => callerOf(a.url, key)('GET', answer.headers.get('location') ?? '');
      await expect.poll(async () => (await asked()).body.state, { timeout: 15_000, interval: 100 }).toBe('over');
      expect((await asked()).body).toMatchObject({ job: jobs[index], isCarriedOut: true, jobState: 'cancelled' });
    }
    b.child.kill('SIGCONT');
    for (const id of busy) await cancel(a, id);
    for (const id of [...busy, ...jobs])
      await expect.poll(() => stateOf(a, id), { timeout: 20_000, interval: 50 }).toBe('cancelled');
    expect(jobs.filter((id) => notes.startsOf(id) > 0)).toEqual([]);
    expect(await findImbalance(database)).toEqual([]);
  }, 90_000);
});
