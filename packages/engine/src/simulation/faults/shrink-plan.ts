import { drawPlan } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { listSimplifications, type Simplification, simplifyPlan } from './simplify-plan.ts';
import type { Plant } from './world.ts';

/** Leaves out of a seed's plan whatever its violation does not need, one thing after another. */
export async function shrinkPlan(seed: number, invariant: string, plant: Plant = {}): Promise<Simplification[]> {
  const left: Simplification[] = [];
  let hasShrunk = true;
  while (hasShrunk) {
    hasShrunk = false;
    for (const simplification of listSimplifications(simplifyPlan(drawPlan(seed), left))) {
      const { violation } = await runPlan(simplifyPlan(drawPlan(seed), [...left, simplification]), { plant });
      if (violation === null || !violation.startsWith(invariant)) continue;
      left.push(simplification);
      hasShrunk = true;
    }
  }
  return left;
}
