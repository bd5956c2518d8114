import { describe, expect, it } from 'vitest';
import { drawPlan } from './plan.ts';
import { PLANTS } from './plants.ts';
import { runPlan } from './run-plan.ts';
import type { Plant } from './world.ts';

const SEEDS = 1_000;

/** The first seed that finds it, and what it says. */
async function findBug(plant: Plant): Promise<{ seed: number; violation: string } | null> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violation } = await runPlan(drawPlan(seed), { plant });
    if (violation !== null) return { seed, violation };
  }
  return null;
}

describe('the simulation finds an engine that', () => {
  it.each(Object.entries(PLANTS))('%s', { timeout: 120_000 }, async (name, plant) => {
    const found = await findBug(plant);
    process.stdout.write(`${name}: ${found === null ? 'not found' : `seed ${found.seed}, ${found.violation}`}\n`);
    expect(found).not.toBeNull();
  });
});
