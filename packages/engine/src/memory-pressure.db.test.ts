import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { JobAnswer } from '@leeway/domain/job-answer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cgroup, canMakeCgroup, createCgroup } from './testing/cgroup.ts';
import { findImbalance } from './testing/conservation.ts';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';

/** Less than an engine has: a kernel that went by size alone would end the engine first. */
const ROOM = { kind: 'memory', limit: 100 * 2 ** 20 } as const;
const NEIGHBOURS = 40;

describe.skipIf(!canMakeCgroup(ROOM))(
  'a machine that runs out of memory (needs a control group that may be made)',
  () => {
    let database: TestDatabase;
    let engine: EngineProcess;
    let group: Cgroup;
    let key: string;

    beforeAll(async () => {
      database = await createTestDatabase();
      // Its own limit is far beyond what there is: the kernel is the one who ends it.
      await seedUseCase(database, { name: 'greedy', handler: 'misbehave', maxAttempts: 2, memoryLimitMb: 1_024 });
      await seedUseCase(database, { name: 'modest', handler: 'noop' });
      key = await seedKey(database, null);
      engine = await startEngineProcess({ connectionString: database.connectionString, port: await freePort() });
      group = createCgroup(ROOM);
      group.add(engine.child.pid ?? 0);
    });
    afterAll(async () => {
      await engine.stop();
      await group.remove();
      await database.drop();
    });

    const headers = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
    const submit = async (useCase: string, payloads: readonly unknown[]): Promise<string[]> => {
      const body = JSON.stringify({ jobs: payloads.map((payload) => ({ payload })) });
      const url = `${engine.url}/v1/use-cases/${useCase}/jobs`;
      const answer = await fetch(url, { method: 'POST', headers: headers(), body });
      expect(answer.status).toBe(201);
      return ((await answer.json()) as { jobs: { id: string }[] }).jobs.map(({ id }) => id);
    };
    const jobOf = async (id: string) =>
      (await (await fetch(`${engine.url}/v1/jobs/${id}`, { headers: headers() })).json()) as JobAnswer;
    const untilOver = async (id: string): Promise<JobAnswer> => {
      await expect.poll(async () => (await jobOf(id)).state, { timeout: 20_000 }).toMatch(/done|dead/);
      return await jobOf(id);
    };

    it('ends the process of whoever took it, whose job says so; the engine and the other jobs go on', async () => {
      const [greedy = ''] = await submit('greedy', [{ how: 'eatBuffers' }]);
      const modest = await submit('modest', Array(NEIGHBOURS).fill(null));
      expect(await untilOver(greedy)).toMatchObject({
        state: 'dead',
        attempt: 2,
        failure: { code: 'MEMORY_EXCEEDED' },
      });
      expect((await jobOf(greedy)).failure?.message).toMatch(/no memory left/);
      for (const id of modest) expect(await untilOver(id)).toMatchObject({ state: 'done' });
      expect(engine.child.exitCode ?? engine.child.signalCode).toBeNull();
      const [after = ''] = await submit('modest', [null]);
      expect(await untilOver(after)).toMatchObject({ state: 'done', attempt: 1 });
      expect(await findImbalance(database)).toEqual([]);
    }, 60_000);
  },
);
