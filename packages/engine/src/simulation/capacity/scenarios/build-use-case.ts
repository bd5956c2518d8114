import { USE_CASE_DEFAULTS } from '@leeway/domain/limits';
import { MINUTE_MS } from '@leeway/domain/units';
import type { UseCaseEntry } from '../../../registry/entries.ts';
import { generateArrivals, hanging, type Traffic } from '../generate-arrivals.ts';
import type { SimulatedUseCase } from '../simulation-plan.ts';

export interface UseCaseSketch extends Omit<Traffic, 'seed' | 'untilMs'> {
  readonly name: string;
  readonly policy?: Partial<UseCaseEntry>;
  /** What comes between these instants never returns. */
  readonly hangs?: { readonly fromMs: number; readonly toMs: number };
}

/** What a use case is where a plan says nothing else. */
export function defaultEntry(no: number, name: string): UseCaseEntry {
  const { megaJobMaxCount, megaJobMaxKb, megaJobMaxWaitMs, memoryLimitMb, timeoutMs, ...plain } = USE_CASE_DEFAULTS;
  const { downstreams: _, ...limits } = plain;
  return {
    ...{ no, name, teamId: `team_${name}`, handler: 'simulated', delayToleranceMs: MINUTE_MS },
    ...{ ...limits, timeoutMs, memoryLimitMb, megaJobMaxCount, megaJobMaxKb, megaJobMaxWaitMs },
    ...{ shardSpread: 1, isPaused: false, downstreamIds: [] },
  };
}

/** Use cases with numbers in their order, each with traffic of its own. */
export function buildUseCases(
  sketches: readonly UseCaseSketch[],
  { seed, untilMs }: Pick<Traffic, 'seed' | 'untilMs'>,
): SimulatedUseCase[] {
  return sketches.map(({ name, policy, hangs, ...traffic }, index) => ({
    entry: { ...defaultEntry(index + 1, name), ...policy },
    arrivals: () => {
      const arrivals = generateArrivals({ ...traffic, seed: `${seed}/${name}`, untilMs });
      return hangs === undefined ? arrivals : hanging(arrivals, hangs);
    },
  }));
}
