import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';

/** Time to live of a shard lease plus one round of claiming. */
const TAKE_OVER_LIMIT_MS = 5_500;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('two engines on one store', () => {
  let database: TestDatabase;
  let key: string;
  const engines: EngineProcess[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-two-'));
  const file = path.join(folder, 'runs.jsonl');

  beforeAll(async () => {
    database = await createTestDatabase();
    for (let index = 0; index < 8; index++)
      await seedUseCase(database, { name: `recorded-${index}`, handler: 'record-run' });
    key = await seedKey(database, null);
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.stop();
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
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
  const submit = async (engine: EngineProcess, count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let index = 0; index < 8; index++) {
      const answer = await fetch(`${engine.url}/v1/use-cases/recorded-${index}/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ jobs: Array.from({ length: count / 8 }, () => ({ payload: { file } })) }),
      });
      ids.push(...((await answer.json()) as { jobs: { id: string }[] }).jobs.map((job) => job.id));
    }
    return ids;
  };
  const startsOf = (): string[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { id: string }).id);
  const untilShared = async () => await expect.poll(owners, { timeout: 15_000, interval: 100 }).toEqual([8, 8]);

  it('share the shards evenly, run each job once, and one takes over what the other dies with', async () => {
    writeFileSync(file, '');
    const a = await start();
    const b = await start();
    await untilShared();

    const ids = [...(await submit(a, 200)), ...(await submit(b, 200))];
    await expect.poll(() => startsOf().length, { timeout: 15_000, interval: 50 }).toBeGreaterThanOrEqual(400);
    await pause(200);
    expect(startsOf().toSorted()).toEqual(ids.toSorted());

    await b.kill();
    engines.splice(engines.indexOf(b), 1);
    const killedAt = Date.now();
    const later = await submit(a, 200);
    await expect.poll(() => startsOf().length, { timeout: 15_000, interval: 50 }).toBe(600);
    expect(Date.now() - killedAt).toBeLessThan(TAKE_OVER_LIMIT_MS + 1_000);
    expect(startsOf().toSorted()).toEqual([...ids, ...later].toSorted());
  }, 60_000);

  it('a job that another engine must run starts well before anybody looks by himself', async () => {
    writeFileSync(file, '');
    const a = await start();
    await start();
    await untilShared();
    const delays: number[] = [];
    for (let round = 1; round <= 20; round++) {
      const sentAt = performance.now();
      await submit(a, 8);
      await expect.poll(() => startsOf().length, { timeout: 10_000, interval: 5 }).toBe(8 * round);
      delays.push(performance.now() - sentAt);
    }
    const median = delays.toSorted((x, y) => x - y)[10];
    expect(median, `all: ${delays.map(Math.round)}`).toBeLessThan(500);
  }, 60_000);

  it('an engine that was frozen settles nothing with the shards it lost', async () => {
    writeFileSync(file, '');
    const a = await start();
    const b = await start();
    await untilShared();
    b.child.kill('SIGSTOP');
    await expect.poll(owners, { timeout: 15_000, interval: 100 }).toEqual([16]);
    const ids = await submit(a, 80);
    await expect.poll(() => startsOf().length, { timeout: 15_000, interval: 50 }).toBe(80);
    b.child.kill('SIGCONT');
    await untilShared();
    const more = await submit(b, 80);
    await expect.poll(() => startsOf().length, { timeout: 15_000, interval: 50 }).toBe(160);
    expect(startsOf().toSorted()).toEqual([...ids, ...more].toSorted());
    const done = async () => {
      const { rows } = await database.pool.query<{ done: number }>(`
        select sum(done_count)::int as done
        from (select done_count from usage_delta union all select done_count from use_case_total) as parts`);
      return rows[0]?.done;
    };
    await expect.poll(done, { timeout: 10_000 }).toBe(600 + 160 + 160);
  }, 90_000);
});
