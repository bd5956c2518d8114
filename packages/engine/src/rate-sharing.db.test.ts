import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUseCase } from './testing/engine-fixture.ts';
import { type EngineProcess, startEngineProcess } from './testing/engine-process.ts';
import { freePort } from './testing/free-port.ts';

const LIMIT = 100;
/** Of the sum, over some seconds. */
const TOLERANCE = 0.05;
/** Until parts follow demand: an exchange at each engine, and the smoothing. */
const SETTLE_MS = 4_000;
const MEASURE_MS = 6_000;
const JOBS_PER_REQUEST = 4;

interface Hits {
  readonly counts: { readonly acceptedCount: number; readonly refusedCount: number; readonly otherCount: number };
  /** Resolves when all that was sent so far is answered. */
  readonly answered: () => Promise<void>;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a submit rate limit, shared out between engines', () => {
  let database: TestDatabase;
  let key: string;
  const engines: EngineProcess[] = [];
  const hits: (() => void)[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    // A second's worth of burst: a machine that stands still for some hundred ms loses nothing.
    for (const name of ['uneven', 'joined'])
      await seedUseCase(database, { name, rateLimit: { perSecond: LIMIT, burst: LIMIT } });
    key = await seedKey(database, null);
    for (let count = 0; count < 2; count++)
      engines.push(await startEngineProcess({ connectionString: database.connectionString, port: await freePort() }));
  });
  afterEach(() => {
    for (const stop of hits.splice(0)) stop();
  });
  afterAll(async () => {
    for (const engine of engines) await engine.stop();
    await database.drop();
  });

  const body = JSON.stringify({ jobs: Array.from({ length: JOBS_PER_REQUEST }, () => ({ payload: null })) });
  const ask = async (engine: EngineProcess, name: string): Promise<number> => {
    const answer = await fetch(`${engine.url}/v1/use-cases/${name}/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    }).catch(() => null);
    await answer?.arrayBuffer();
    return answer?.status ?? 0;
  };

  /** Sends so many jobs per second at an engine until the test ends; counts what came in. */
  const hit = (engine: EngineProcess, name: string, jobsPerSecond: number): Hits => {
    const counts = { acceptedCount: 0, refusedCount: 0, otherCount: 0 };
    const underWay = new Set<Promise<void>>();
    const from = performance.now();
    let sentCount = 0;
    const send = async (): Promise<void> => {
      const status = await ask(engine, name);
      if (status === 201) counts.acceptedCount += JOBS_PER_REQUEST;
      else if (status === 429) counts.refusedCount += JOBS_PER_REQUEST;
      else counts.otherCount += 1;
    };
    const timer = setInterval(() => {
      while (sentCount * JOBS_PER_REQUEST < ((performance.now() - from) * jobsPerSecond) / 1_000) {
        sentCount += 1;
        const one = send();
        underWay.add(one);
        void one.then(() => underWay.delete(one));
      }
    }, 10);
    hits.push(() => clearInterval(timer));
    return { counts, answered: async () => void (await Promise.all(underWay)) };
  };

  /** What came in per second, of each and of all together: of requests that were sent from now on for some seconds. */
  const measure = async (all: readonly Hits[]) => {
    const read = async () => {
      await Promise.all(all.map(({ answered }) => answered()));
      return { at: performance.now(), counts: all.map(({ counts }) => counts.acceptedCount) };
    };
    const before = await read();
    await pause(MEASURE_MS);
    const after = await read();
    const seconds = (after.at - before.at) / 1_000;
    const each = after.counts.map((count, index) => (count - (before.counts[index] ?? 0)) / seconds);
    return { each, total: each.reduce((one, other) => one + other, 0) };
  };

  /** A machine that stands still at the edge of a measurement blurs it; a limit that does not hold is off in every one. */
  const untilWithin = async (all: readonly Hits[], tries = 4): Promise<{ each: number[]; total: number }> => {
    const measured = await measure(all);
    expect(measured.total).toBeLessThan(LIMIT * 1.5);
    if (Math.abs(measured.total - LIMIT) > LIMIT * TOLERANCE && tries > 1) return await untilWithin(all, tries - 1);
    expect(measured.total).toBeGreaterThan(LIMIT * (1 - TOLERANCE));
    expect(measured.total).toBeLessThan(LIMIT * (1 + TOLERANCE));
    return measured;
  };

  const [first, second] = [() => engines[0] as EngineProcess, () => engines[1] as EngineProcess];

  it('holds as a sum within 5 %, leaves nothing idle, and a flood at one takes nothing from the other', async () => {
    const [flood, modest] = [hit(first(), 'uneven', 3 * LIMIT), hit(second(), 'uneven', 0.3 * LIMIT)];
    await pause(SETTLE_MS);
    const refusedBefore = modest.counts.refusedCount;
    const { each } = await untilWithin([flood, modest]);
    expect(each[1]).toBeGreaterThan(0.3 * LIMIT * 0.85);
    expect(modest.counts.refusedCount - refusedBefore).toBeLessThan(0.15 * 0.3 * LIMIT * (MEASURE_MS / 1_000));
    expect(flood.counts.refusedCount).toBeGreaterThan(LIMIT);
    expect(flood.counts.otherCount + modest.counts.otherCount).toBe(0);
  }, 90_000);

  it('is all of the one that is left when the other dies', async () => {
    const [stays, dies] = [hit(first(), 'joined', 2 * LIMIT), hit(second(), 'joined', 2 * LIMIT)];
    await pause(SETTLE_MS);
    const together = await untilWithin([stays, dies]);
    for (const one of together.each) expect(one).toBeGreaterThan(LIMIT * 0.4);
    await engines.pop()?.kill();
    await pause(3_500 + SETTLE_MS);
    await untilWithin([stays]);
  }, 90_000);
});
