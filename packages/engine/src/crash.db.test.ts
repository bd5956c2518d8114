import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';

const KILLS = 5;
const DRAIN_LIMIT_MS = 60_000;

interface Run {
  readonly id: string;
  readonly at: number;
}

/** What clients were told, kept outside the system under test. */
interface Ledger {
  readonly accepted: Map<string, number>;
  readonly unknownCount: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when jobs have started since the call: the engine has taken the shards over and is at work. */
async function untilWorking(file: string): Promise<void> {
  const before = readFileSync(file, 'utf8').length;
  await expect.poll(() => readFileSync(file, 'utf8').length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(before);
}

/** Submits small batches, some ahead of their time, until told to stop; a request without an answer is an unknown outcome. */
async function submitUntil(url: string, input: { key: string; file: string; isOver: () => boolean }): Promise<Ledger> {
  const accepted = new Map<string, number>();
  let unknownCount = 0;
  const headers = { authorization: `Bearer ${input.key}`, 'content-type': 'application/json' };
  while (!input.isOver()) {
    const jobs = Array.from({ length: 5 }, (_, index) => ({
      payload: { file: input.file },
      ...(index < 2 ? { availableAt: new Date(Date.now() + 300 + index * 900).toISOString() } : {}),
    }));
    try {
      const answer = await fetch(`${url}/v1/use-cases/recorded/jobs`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ jobs }),
      });
      const body = (await answer.json()) as { jobs?: { id: string; availableAt: string }[] };
      for (const job of body.jobs ?? []) accepted.set(job.id, Date.parse(job.availableAt));
    } catch {
      unknownCount += 1;
      await pause(100);
    }
    await pause(5);
  }
  return { accepted, unknownCount };
}

describe('an engine that is killed while it works', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-crash-'));
  const file = path.join(folder, 'runs.jsonl');
  let engine: EngineProcess | undefined;

  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(file, '');
    await seedUseCase(database, { name: 'recorded', handler: 'record-run' });
  });
  afterAll(async () => {
    await engine?.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses no accepted job, starts none before its time, and counts each once', async () => {
    const key = await seedKey(database, null);
    const options = { connectionString: database.connectionString, port: await freePort() };
    engine = await startEngineProcess(options);
    let isOver = false;
    const submitting = submitUntil(engine.url, { key, file, isOver: () => isOver });
    for (let kill = 0; kill < KILLS; kill++) {
      await untilWorking(file);
      await pause(Math.random() * 600);
      await engine.kill();
      engine = await startEngineProcess(options);
    }
    isOver = true;
    const ledger = await submitting;

    const left = async () => {
      const { rows } = await database.pool.query<{ n: number }>(
        'select (select count(*) from job) + (select count(*) from delayed_job) as n',
      );
      return rows[0]?.n;
    };
    await expect.poll(left, { timeout: DRAIN_LIMIT_MS, interval: 100 }).toBe(0);

    const runs = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Run);
    const started = new Map(runs.map((run) => [run.id, run]));
    expect(ledger.accepted.size).toBeGreaterThan(100);
    expect([...ledger.accepted.keys()].filter((id) => !started.has(id))).toEqual([]);
    expect(runs.filter((run) => run.at < (ledger.accepted.get(run.id) ?? 0))).toEqual([]);

    const { rows } = await database.pool.query<{ submitted: number; done: number; dead: number }>(`
      select sum(submitted_count)::bigint as submitted, sum(done_count)::bigint as done, sum(dead_count)::bigint as dead
      from (select submitted_count, done_count, dead_count from usage_delta
        union all select submitted_count, done_count, dead_count from use_case_total) as parts`);
    expect(rows[0]?.dead).toBe(0);
    expect(rows[0]?.done).toBe(rows[0]?.submitted);
    expect(rows[0]?.done).toBe(started.size);
  }, 180_000);
});
