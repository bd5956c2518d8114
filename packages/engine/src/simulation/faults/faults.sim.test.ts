import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { explainSeed } from './explain-seed.ts';
import { drawPlan } from './plan.ts';
import { REGRESSION_SEEDS } from './regression-seeds.ts';
import { runPlan } from './run-plan.ts';
import { runSeeds } from './run-seeds.ts';

const SEED_COUNT = 10_000;

describe('the tier under faults', () => {
  it.each(REGRESSION_SEEDS)('keeps its promises where it once did not: seed $seed', async ({ seed }) => {
    expect((await runPlan(drawPlan(seed))).violation).toBeNull();
  });

  it(`keeps its promises in ${SEED_COUNT} seeds, and is done in time after each`, { timeout: 900_000 }, async () => {
    const result = await runSeeds({ from: 1, count: SEED_COUNT }, Math.min(8, availableParallelism()));
    const explained = await Promise.all(
      result.failed.slice(0, 3).map(({ seed, violation }) => explainSeed(seed, violation)),
    );
    expect(explained.join('\n\n')).toBe('');
    expect(result.failed).toEqual([]);
    // The net is not empty: jobs ran, some of them more than once.
    expect(result.startCount).toBeGreaterThan(result.jobCount);
  });
});
