import { TAKES_PART } from './cases/takes-part.ts';
import type { BenchOptions } from './options.ts';
import type { CaseName, SystemName } from './words.ts';

export interface PlannedRun {
  readonly case: CaseName;
  readonly system: SystemName;
  readonly variant: number;
  /** From 1. */
  readonly round: number;
}

/** The limit is measured in these, beside the systems that it limits. */
const RAW_CASES: readonly CaseName[] = ['submit', 'drain', 'end-to-end'];

/**
 * Every run in its order: case by case, and inside a case round by round with the systems in turn, so that what changes on
 * the machine while the benchmark runs hits all systems alike. Each round begins with another system.
 */
export function planRuns({
  cases,
  systems,
  rounds,
  sizes,
}: Pick<BenchOptions, 'cases' | 'systems' | 'rounds' | 'sizes'>): PlannedRun[] {
  const variantsOf = (name: CaseName): readonly number[] => {
    if (name === 'use-cases') return sizes.useCaseCounts;
    return name === 'backlog' ? sizes.backlogs : [0];
  };
  return withRawCases(cases, systems).flatMap(([name, taking]) =>
    Array.from({ length: rounds }, (_, round) =>
      rotate(
        taking.flatMap((system) => variantsOf(name).map((variant) => ({ system, variant }))),
        round,
      ).map((run) => ({ case: name, ...run, round: round + 1 })),
    ).flat(),
  );
}

/** The case `raw` is the system `raw` in the cases whose limit it is; asked for alone, it is measured alone. */
function withRawCases(cases: readonly CaseName[], systems: readonly SystemName[]): [CaseName, SystemName[]][] {
  const isAsked = cases.includes('raw') && systems.includes('raw');
  const names = isAsked ? [...new Set([...cases, ...RAW_CASES])] : cases;
  return names
    .filter((name) => name !== 'raw')
    .map((name) => [
      name,
      TAKES_PART[name].systems.filter((system) => (cases.includes(name) ? systems.includes(system) : system === 'raw')),
    ]);
}

function rotate<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
