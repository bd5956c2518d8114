import { execFileSync } from 'node:child_process';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';

const PLENTY = 4_096;

/** How many files and sockets a process may have open; those that it has stay open. */
function limitFiles(pid: number | undefined, count: number): void {
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${count}:${PLENTY}`], { stdio: 'ignore' });
}

function canLimitFiles(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
}

describe.skipIf(!canLimitFiles())('an engine that can open no more files (needs prlimit)', () => {
  let database: TestDatabase;
  let engine: EngineProcess;
  let key: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    // Another limit of memory: it needs a process of its own.
    await seedUseCase(database, { name: 'first', memoryLimitMb: 64 });
    await seedUseCase(database, { name: 'second', memoryLimitMb: 128 });
    key = await seedKey(database, null);
    engine = await startEngineProcess({
      ...{ connectionString: database.connectionString, port: await freePort(), slotCount: 1 },
    });
  });
  afterAll(async () => {
    await engine.stop();
    await database.drop();
  });

  const headers = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
  const submit = async (useCase: string): Promise<string> => {
    const url = `${engine.url}/v1/use-cases/${useCase}/jobs`;
    const answer = await fetch(url, { method: 'POST', headers: headers(), body: '{"jobs":[{"payload":null}]}' });
    return ((await answer.json()) as { jobs: { id: string }[] }).jobs[0]?.id ?? '';
  };
  const jobOf = async (id: string) =>
    (await (await fetch(`${engine.url}/v1/jobs/${id}`, { headers: headers() })).json()) as Record<string, unknown>;
  const expectDone = (id: string) =>
    expect.poll(() => jobOf(id), { timeout: 20_000 }).toMatchObject({ state: 'done', attempt: 1 });

  it('starts no worker, lives on, and runs what it has when it can', async () => {
    await expectDone(await submit('first'));
    limitFiles(engine.child.pid, 10);
    const id = await submit('second');
    // It tries once a second.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await jobOf(id)).toMatchObject({ attempt: 1, failure: null });
    expect(engine.child.exitCode ?? engine.child.signalCode).toBeNull();
    limitFiles(engine.child.pid, PLENTY);
    await expectDone(id);
  }, 60_000);
});
