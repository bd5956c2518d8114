import fc from 'fast-check';
import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import type { Clock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { RateRefusal } from './rate-refusal.ts';
import { createRateShares } from './rate-shares.ts';

/** Engines share limits in virtual time, over a store that answers at once. */
const LIMIT = { rateLimitPerSecond: 200, rateLimitBurst: 100 };
const USE_CASE = { no: 1, name: 'shared', ...NO_LIMITS, ...LIMIT } as UseCaseEntry;
const KEY = { id: 'key_a', name: 'k', rateLimitPerSecond: null, rateLimitBurst: null } as ApiKeyEntry;
const STEP_MS = 10;
const EXCHANGE_MS = 1_000;
const HEARD_FOR_MS = 3_500;
/** After a change of demand, and after that the measurement. */
const SETTLE_MS = 7_000;
const MEASURE_MS = 6_000;
const PHASE_MS = SETTLE_MS + MEASURE_MS;

/** The same worlds every time: 5 % is a figure that was measured, not a law. */
const RUNS = { numRuns: 40, seed: 7 };

interface Demand {
  readonly engineId: string;
  readonly at: number;
  readonly askedPerSecond: number;
}

function createStore(now: () => number, engineCount: number) {
  const said = new Map<string, Demand>();
  return async (engineId: string, scopes: readonly string[], asked: readonly number[]) => {
    if (scopes.length > 0) said.set(engineId, { engineId, at: now(), askedPerSecond: asked[0] ?? 0 });
    const others = [...said.values()].filter((one) => one.engineId !== engineId && one.at > now() - HEARD_FOR_MS);
    const heard = scopes.length > 0 ? others : [];
    const row = {
      engine_count: engineCount,
      scopes: heard.map(() => 'use-case:1'),
      asked: heard.map(({ askedPerSecond }) => askedPerSecond),
    };
    return { rows: [row] };
  };
}

function createEngine(engineId: string, clock: Clock, exchange: ReturnType<typeof createStore>) {
  const query = ({ values }: { values: [string, string[], number[]] }) => exchange(values[0], values[1], values[2]);
  const pool = { query } as unknown as Pick<Pool, 'query'>;
  const shares = createRateShares({ pool, clock, log: createLog('test', 'silent'), engineId });
  const limiter = createRateLimiter({ shares, grantsOf: () => [], now: clock.now, elapsed: clock.elapsed });
  let owedCount = 0;
  const isAdmitted = (count: number): boolean => {
    try {
      limiter.admit({ useCase: USE_CASE, apiKey: KEY, count });
      return true;
    } catch (error) {
      if (error instanceof RateRefusal) return false;
      throw error;
    }
  };
  return {
    exchangeOnce: shares.exchangeOnce,
    /** A step's requests; how many jobs came in. */
    ask: (jobsPerSecond: number, jobsPerRequest: number): number => {
      let admittedCount = 0;
      owedCount += (jobsPerSecond * STEP_MS) / 1_000;
      for (; owedCount >= jobsPerRequest; owedCount -= jobsPerRequest)
        if (isAdmitted(jobsPerRequest)) admittedCount += jobsPerRequest;
      return admittedCount;
    },
  };
}

/** Runs engines through phases, each with a demand in jobs per second for every engine; counts what each phase let in. */
async function run(phases: readonly (readonly number[])[], jobsPerRequest: number) {
  let time = 0;
  const engineCount = phases[0]?.length ?? 0;
  const clock: Clock = { now: () => time, elapsed: () => time, after: () => () => undefined, soon: () => undefined };
  const exchange = createStore(clock.now, engineCount);
  const engines = Array.from({ length: engineCount }, (_, index) => createEngine(`engine_${index}`, clock, exchange));
  /** They exchange at different moments of the second. */
  const isExchanging = (index: number) => (time + (index * EXCHANGE_MS) / engineCount) % EXCHANGE_MS < STEP_MS;

  const step = async (demands: readonly number[]): Promise<number> => {
    let admittedCount = 0;
    for (const [index, engine] of engines.entries()) {
      if (isExchanging(index)) await engine.exchangeOnce();
      admittedCount += engine.ask(demands[index] ?? 0, jobsPerRequest);
    }
    time += STEP_MS;
    return admittedCount;
  };

  let totalCount = 0;
  const measured: number[] = [];
  for (const demands of phases) {
    const endAt = time + PHASE_MS;
    while (time < endAt - MEASURE_MS) totalCount += await step(demands);
    let inPhase = 0;
    while (time < endAt) inPhase += await step(demands);
    totalCount += inPhase;
    measured.push((inPhase * 1_000) / MEASURE_MS);
  }
  return { totalCount, measured, timeMs: time };
}

const demandsOf = (engineCount: number) =>
  fc.array(
    fc.array(fc.constantFrom(0, 5, 30, 60, 90, 100, 120, 195, 300, 1_000), {
      minLength: engineCount,
      maxLength: engineCount,
    }),
    { minLength: 1, maxLength: 4 },
  );
/** @param sizes jobs of a request; those beyond a part of the burst come in fits and starts, and leave more of the rate unused */
const worldsOf = (...sizes: number[]) =>
  fc.integer({ min: 1, max: 4 }).chain((count) => fc.tuple(demandsOf(count), fc.constantFrom(...sizes)));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

it('lets in the limit as a sum, within 5 %, or all that is asked, however demand is spread and moves', async () => {
  await fc.assert(
    fc.asyncProperty(worldsOf(1, 4), async ([phases, jobsPerRequest]) => {
      const { measured } = await run(phases, jobsPerRequest);
      for (const [index, perSecond] of measured.entries()) {
        const asked = sum(phases[index] ?? []);
        // A request may end just outside of the measurement; a burst that was saved is spent within it.
        const grain = jobsPerRequest;
        const saved = (LIMIT.rateLimitBurst * 1_000) / MEASURE_MS;
        expect(perSecond).toBeGreaterThan(0.95 * Math.min(asked, LIMIT.rateLimitPerSecond) - grain);
        expect(perSecond).toBeLessThan(1.05 * Math.min(asked, LIMIT.rateLimitPerSecond + saved) + grain);
      }
    }),
    RUNS,
  );
});

it('never lets in more than the rate, a burst for each engine, and a second of what has moved', async () => {
  await fc.assert(
    fc.asyncProperty(worldsOf(1, 4, 20), async ([phases, jobsPerRequest]) => {
      const { totalCount, timeMs } = await run(phases, jobsPerRequest);
      const engineCount = phases[0]?.length ?? 0;
      const { rateLimitPerSecond: perSecond, rateLimitBurst: burst } = LIMIT;
      const moved = perSecond * 2 * phases.length * (engineCount > 1 ? 1 : 0);
      expect(totalCount).toBeLessThanOrEqual((perSecond * timeMs) / 1_000 + engineCount * burst + moved);
    }),
    RUNS,
  );
});
