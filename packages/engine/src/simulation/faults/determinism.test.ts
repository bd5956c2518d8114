import { describe, expect, it } from 'vitest';
import { drawPlan } from './plan.ts';
import { runPlan } from './run-plan.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => 1_000 + index);

describe('a seed', () => {
  it.each(SEEDS)('%i makes the same happen every time', async (seed) => {
    const first = await runPlan(drawPlan(seed));
    const [second, third] = await Promise.all([runPlan(drawPlan(seed)), runPlan(drawPlan(seed))]);
    expect([second.hash, third.hash]).toEqual([first.hash, first.hash]);
    expect(first.eventCount).toBeGreaterThan(100);
  });

  it('is like no other', async () => {
    const hashes = await Promise.all(SEEDS.map(async (seed) => (await runPlan(drawPlan(seed))).hash));
    expect(new Set(hashes).size).toBe(SEEDS.length);
  });
});
