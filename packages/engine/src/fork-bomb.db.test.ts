import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { JobAnswer } from '@leeway/domain/job-answer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canMakeCgroup, createCgroup } from './testing/cgroup.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { listMarked } from './testing/marked-processes.ts';

/** For the engine, its workers and all that they start; threads count. */
const ROOM = { kind: 'pids', limit: 150 } as const;
/** The worker, and a tree of processes seven deep. */
const STARTED = 1 + (2 ** 8 - 1);

describe('a handler that starts processes which start processes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-bomb-'));
  const file = path.join(folder, 'mark');
  let database: TestDatabase;
  let engine: EngineProcess;
  let key: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'bomb', handler: 'misbehave', maxAttempts: 1, timeoutMs: 3_000 });
    await seedUseCase(database, { name: 'plain' });
    key = await seedKey(database, null);
  });
  beforeEach(async () => {
    rmSync(file, { force: true });
    engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
  });
  afterEach(() => engine.stop());
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const headers = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
  const submit = async (useCase: string, payload: unknown): Promise<string> => {
    const body = JSON.stringify({ jobs: [{ payload }] });
    const url = `${engine.url}/v1/use-cases/${useCase}/jobs`;
    const answer = await fetch(url, { method: 'POST', headers: headers(), body });
    return ((await answer.json()) as { jobs: { id: string }[] }).jobs[0]?.id ?? '';
  };
  const jobOf = async (id: string) =>
    (await (await fetch(`${engine.url}/v1/jobs/${id}`, { headers: headers() })).json()) as JobAnswer;
  const untilState = async (id: string, state: string) => {
    await expect.poll(async () => (await jobOf(id)).state, { timeout: 20_000 }).toBe(state);
    return await jobOf(id);
  };
  /** Submits one and waits until it has begun; what it starts carries the mark that this resolves with. */
  const light = async (): Promise<{ id: string; mark: string }> => {
    const id = await submit('bomb', { how: 'forkBomb', file });
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 10_000 }).toBe(true);
    return { id, mark: readFileSync(file, 'utf8') };
  };
  const expectEnd = async ({ id, mark }: { id: string; mark: string }): Promise<void> => {
    expect((await untilState(id, 'dead')).failure?.code).toBe('TIMEOUT');
    await expect.poll(() => listMarked(mark), { timeout: 10_000 }).toEqual([]);
  };
  const expectLife = async (): Promise<void> => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => submit('plain', null)));
    for (const id of ids) await untilState(id, 'done');
  };

  it('ends with all of them, those that left its group as well, and the tier goes on', async () => {
    const bomb = await light();
    await expect.poll(() => listMarked(bomb.mark).length, { timeout: 10_000 }).toBe(STARTED);
    await expectEnd(bomb);
    await expectLife();
  }, 60_000);

  it('leaves none behind when its engine is killed', async () => {
    const { mark } = await light();
    await expect.poll(() => listMarked(mark).length, { timeout: 10_000 }).toBe(STARTED);
    await engine.kill();
    await expect.poll(() => listMarked(mark), { timeout: 10_000 }).toEqual([]);
  }, 60_000);

  it.skipIf(!canMakeCgroup(ROOM))(
    'ends like any other where the system allows no more of them (needs a control group that may be made)',
    async () => {
      const group = createCgroup(ROOM);
      try {
        group.add(engine.child.pid ?? 0);
        const bomb = await light();
        // How many there are at once is left to chance: a shell that is refused a process ends.
        await expect.poll(() => group.refusals(), { timeout: 10_000 }).toBeGreaterThan(0);
        await expectEnd(bomb);
        // A worker that gets no thread while it starts hangs, and is given 15 s.
        await expect.poll(() => group.taken(), { timeout: 10_000 }).toBeLessThan(ROOM.limit / 2);
        await expectLife();
      } finally {
        await engine.stop();
        for (const pid of group.pids()) process.kill(pid, 'SIGKILL');
        await group.remove();
      }
    },
    60_000,
  );
});
