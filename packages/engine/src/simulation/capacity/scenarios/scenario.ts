import type { SimulationReport, UseCaseReport } from '../report-simulation.ts';
import type { SimulationRecord } from '../simulate-capacity.ts';
import type { SimulationPlan } from '../simulation-plan.ts';

/** What must hold, and the figure that shows whether it does. */
export interface Bar {
  readonly text: string;
  readonly figure: string;
  readonly isMet: boolean;
}

export interface Outcome {
  readonly report: SimulationReport;
  readonly record: SimulationRecord;
}

/** Something that happens to a tier, and what must not follow from it. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  plan(): SimulationPlan;
  judge(outcome: Outcome): Bar[];
}

/** No more than one job in a hundred starts after its tolerance, those still waiting included. */
export function barOnDelays(useCases: readonly UseCaseReport[]): Bar {
  const worst = useCases.reduce((most, each) => (closeness(each) > closeness(most) ? each : most));
  const bad = useCases.filter((each) => closeness(each) > 1 || each.lateShare > 0.01);
  const p99 = worst.delayP99Ms === null ? 'none started' : `${Math.round(worst.delayP99Ms)} ms`;
  return {
    text: 'p99 delay of every other use case is within its tolerance',
    figure: `closest is ${worst.name}: p99 ${p99} of ${worst.delayToleranceMs} ms, ${bad.length} beyond`,
    isMet: bad.length === 0,
  };
}

function closeness({ delayP99Ms, delayToleranceMs }: UseCaseReport): number {
  return (delayP99Ms ?? Number.POSITIVE_INFINITY) / delayToleranceMs;
}

/** Whoever was backlogged for a minute at least has received what it was entitled to. */
export function barOnShares(useCases: readonly UseCaseReport[], least = 0.95): Bar {
  const judged = useCases.filter(({ ratio }) => ratio !== null).sort((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0));
  const [worst] = judged;
  return {
    text: `received ÷ entitlement is at least ${least} for each that was backlogged`,
    figure:
      worst === undefined
        ? 'nobody was backlogged for a minute'
        : `lowest is ${worst.name}: ${(worst.ratio ?? 0).toFixed(3)} (of ${judged.length})`,
    isMet: worst === undefined || (worst.ratio ?? 0) >= least,
  };
}

/** A bar on one number. */
export function barOnFigure(
  text: string,
  { value, isMet, unit = '' }: { value: number; isMet: boolean; unit?: string },
): Bar {
  return { text, figure: `${Math.round(value * 1_000) / 1_000}${unit}`, isMet };
}

export function othersThan({ useCases }: SimulationReport, ...names: string[]): UseCaseReport[] {
  return useCases.filter(({ name }) => !names.includes(name));
}
