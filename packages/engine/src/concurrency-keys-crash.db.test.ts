import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';
import { createKeyNotes } from './testing/key-notes.ts';

const LIMIT = 2;
const KEYS = ['acme', 'globex', 'initech', 'umbrella', 'hooli', 'stark'];
const JOBS_PER_KEY = 50;
const KILLS = 3;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('limits per concurrency key while engines die and join', () => {
  let database: TestDatabase;
  let apiKey: string;
  const notes = createKeyNotes();
  const engines: EngineProcess[] = [];
  const deaths = new Map<number, number>();

  beforeAll(async () => {
    database = await createTestDatabase();
    apiKey = await seedKey(database, null);
    await seedUseCase(database, {
      name: 'customers',
      handler: 'hold-key',
      concurrencyKeyLimit: LIMIT,
      maxAttempts: 50,
    });
  });
  afterAll(async () => {
    notes.release();
    await Promise.all(engines.map((engine) => engine.stop()));
    await database.drop();
    notes.remove();
  });

  const start = async () =>
    engines.push(await startEngineProcess({ connectionString: database.connectionString, port: await freePort() }));

  /** Some fail at first, some are ahead of their time: they come back through the delay service. */
  const submit = async (key: string, url: string): Promise<string[]> => {
    const jobs = Array.from({ length: JOBS_PER_KEY }, (_, index) => ({
      concurrencyKey: key,
      payload: { file: notes.file, key, holdMs: 60, failures: index % 5 === 0 ? 1 : 0 },
      ...(index % 4 === 0 ? { availableAt: new Date(Date.now() + index * 100).toISOString() } : {}),
    }));
    const answer = await fetch(`${url}/v1/use-cases/customers/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ jobs }),
    });
    const body = (await answer.json()) as { jobs: { id: string }[] };
    return body.jobs.map(({ id }) => id);
  };

  it('are never exceeded, and every job runs', async () => {
    await start();
    await start();
    const ids = (await Promise.all(KEYS.map((key, index) => submit(key, engines[index % 2]?.url ?? '')))).flat();
    for (let kill = 0; kill < KILLS; kill++) {
      const before = notes.read().length;
      await expect.poll(() => notes.read().length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
      await pause(Math.random() * 300);
      const victim = engines.shift();
      if (victim === undefined) throw new Error('no engine left');
      await victim.kill();
      deaths.set(victim.child.pid ?? 0, Date.now());
      await start();
    }
    const left = async () => {
      const { rows } = await database.pool.query<{ n: number }>(
        'select ((select count(*) from job) + (select count(*) from delayed_job))::int as n',
      );
      return rows[0]?.n;
    };
    await expect.poll(left, { timeout: 90_000, interval: 200 }).toBe(0);
    const peaks = KEYS.map((key) => notes.peakOf(key, deaths));
    expect(Math.max(...peaks)).toBe(LIMIT);
    const ended = new Set(notes.read().flatMap(({ what, id }) => (what === 'end' ? [id] : [])));
    expect(ids.filter((id) => !ended.has(id))).toEqual([]);
  }, 180_000);
});
