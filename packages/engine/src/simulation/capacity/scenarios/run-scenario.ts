import { createLeewayTier } from '../leeway-tier.ts';
import { reportSimulation } from '../report-simulation.ts';
import { createSimpleTier } from '../simple-tier.ts';
import { type RunHooks, simulateCapacity } from '../simulate-capacity.ts';
import type { Bar, Outcome, Scenario } from './scenario.ts';

/** The tier that decides, and the simple one of old. */
export const TIERS = { leeway: createLeewayTier, simple: createSimpleTier } as const;
export type TierName = keyof typeof TIERS;

export interface ScenarioRun extends Outcome {
  readonly bars: readonly Bar[];
}

/** Plays a scenario on one of the tiers, and holds it against the scenario's bars. */
export function runScenario(scenario: Scenario, tier: TierName, hooks: RunHooks = {}): ScenarioRun {
  const plan = scenario.plan();
  const record = simulateCapacity(plan, TIERS[tier](plan), hooks);
  const outcome = { record, report: reportSimulation(record) };
  return { ...outcome, bars: scenario.judge(outcome) };
}
