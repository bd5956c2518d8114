import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { parseJobId } from '@leeway/domain/job-id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';

const WORKERS = 6;
const KILLS = 14;
const DRAIN_LIMIT_MS = 60_000;
const WORKER = path.resolve(import.meta.dirname, 'testing/lease-worker.ts');

interface Note {
  readonly event: 'start' | 'ack';
  readonly jobId: string;
  readonly token: string;
  readonly attempt: number;
  readonly status?: string;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

describe('two engines and the programs that lease from them, all of which are killed while they work', () => {
  let database: TestDatabase;
  let key: string;
  let ports: number[];
  const engines: (EngineProcess | null)[] = [];
  const workers: ChildProcess[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-lease-crash-'));
  const file = path.join(folder, 'ledger.jsonl');

  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(file, '');
    await seedUseCase(database, { name: 'far', runtime: 'remote', maxAttempts: 50 });
    key = await seedKey(database, null);
    ports = [await freePort(), await freePort()];
  });
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    for (const engine of engines) await engine?.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const urls = () => ports.map((port) => `http://127.0.0.1:${port}`);
  const startEngine = async (index: number) => {
    engines[index] = await startEngineProcess({ connectionString: database.connectionString, port: ports[index] ?? 0 });
  };
  const startWorker = () => {
    const child = spawn(process.execPath, [WORKER, urls().join(','), key, 'far', file], { stdio: 'inherit' });
    workers.push(child);
  };
  const killOne = async () => {
    if (Math.random() < 0.5) {
      const child = pick(workers);
      workers.splice(workers.indexOf(child), 1);
      child.kill('SIGKILL');
      await once(child, 'exit');
      startWorker();
      return;
    }
    const index = Math.floor(Math.random() * engines.length);
    await engines[index]?.kill();
    await startEngine(index);
  };

  /** Under a key, so that a repeat after a kill stores nothing twice. */
  const submit = async (): Promise<string[]> => {
    const idempotencyKey = randomUUID();
    for (;;) {
      try {
        const answer = await fetch(`${pick(urls())}/v1/use-cases/far/jobs`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${key}`,
            'content-type': 'application/json',
            'idempotency-key': idempotencyKey,
          },
          body: JSON.stringify({ jobs: [{ payload: 1 }, { payload: 2 }, { payload: 3 }] }),
        });
        if (answer.ok) return ((await answer.json()) as { jobs: { id: string }[] }).jobs.map(({ id }) => id);
      } catch {
        // killed; the other engine, or the next life of this one, takes it
      }
      await pause(50);
    }
  };

  it('lose nothing, hold nothing twice, and count each job once', async () => {
    await startEngine(0);
    await startEngine(1);
    for (let index = 0; index < WORKERS; index += 1) startWorker();

    const submitted = new Set<string>();
    let isOver = false;
    const submitting = (async () => {
      while (!isOver) {
        for (const id of await submit()) submitted.add(id);
        await pause(5);
      }
    })();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(Math.random() * 500);
      await killOne();
    }
    isOver = true;
    await submitting;

    const left = async () => (await database.pool.query('select from job union all select from delayed_job')).rowCount;
    await expect.poll(left, { timeout: DRAIN_LIMIT_MS, interval: 100 }).toBe(0);
    expect(submitted.size).toBeGreaterThan(100);

    const notes = readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Note);
    const starts = notes.filter(({ event }) => event === 'start');
    // Nothing lost, nothing from nowhere.
    expect(new Set(starts.map(({ jobId }) => jobId))).toEqual(submitted);
    // An attempt has one holder; a job is done once.
    expect(new Set(starts.map(({ jobId, attempt }) => `${jobId} ${attempt}`)).size).toBe(starts.length);
    const done = notes.filter(({ status }) => status === 'done');
    expect(Map.groupBy(done, ({ jobId }) => jobId).size).toBe(new Set(done.map(({ token }) => token)).size);

    // Every attempt beyond the first has its reason: somebody was killed, and the lease expired.
    const { rows: failures } = await database.pool.query<{ id: string; attempt: number; failure_code: string }>(
      `select id, attempt, failure_code from job_history where outcome <> 'done'`,
    );
    expect(new Set(failures.map((row) => row.failure_code))).toEqual(
      new Set(failures.length > 0 ? ['LEASE_EXPIRED'] : []),
    );
    const explained = new Set(failures.map(({ id, attempt }) => `${id} ${attempt + 1}`));
    const repeats = starts.filter(({ attempt }) => attempt > 1);
    expect(repeats.filter(({ jobId, attempt }) => !explained.has(`${parseJobId(jobId)} ${attempt}`))).toEqual([]);

    const { rows: usage } = await database.pool.query(`
      select sum(submitted_count)::int as submitted, sum(done_count)::int as done, sum(dead_count)::int as dead,
        sum(failed_count)::int as failed
      from (select submitted_count, done_count, dead_count, failed_count from usage_delta
        union all select submitted_count, done_count, dead_count, failed_count from use_case_total) as parts`);
    expect(usage[0]).toEqual({ submitted: submitted.size, done: submitted.size, dead: 0, failed: failures.length });
    expect((await database.pool.query('select from foreign_lease')).rowCount).toBe(0);
  }, 180_000);
});
