import { createCapacityWorld } from '../../composition/compose-capacity.ts';
import type { DispatcherWorld } from '../../dispatcher/dispatcher-event.ts';
import { createDispatcherState } from '../../dispatcher/dispatcher-state.ts';
import { stepDispatcher } from '../../dispatcher/step-dispatcher.ts';
import { createChance } from '../chance.ts';
import type { SimulationPlan } from './simulation-plan.ts';
import type { Tier } from './tier.ts';

/** The dispatcher of the engine and its capacity rules, as they are: one engine that owns every shard of a store that keeps up. */
export function createLeewayTier(plan: SimulationPlan): Tier {
  const { fleet, useCases, downstreams, grants, incidentModes, seed } = plan;
  const entries = new Map(useCases.map(({ entry }) => [entry.no, entry]));
  const downstreamEntries = new Map(downstreams.map(({ entry }) => [entry.id, entry]));
  const state = createDispatcherState();
  let clock = 0;
  const capacity = createCapacityWorld({
    registry: {
      version: () => 0,
      grants: () => [...grants],
      incidentModes: () => [...incidentModes],
      findDownstream: (id) => downstreamEntries.get(id),
    },
    poolMemoryMb: fleet.memoryMb,
    slotCount: fleet.slotCount,
    shardCount: 1,
    now: () => clock,
    isOwned: () => true,
    foreignSignals: () => 0,
  });
  const world: Omit<DispatcherWorld, 'now' | 'storeNow'> = {
    random: createChance(`${seed}/backoff`).next,
    unsettledCount: 0,
    findUseCase: (no) => entries.get(no),
    epochOf: () => 1,
    capacity: { ...capacity, pool: fleet },
  };
  return {
    step: (event, now) => {
      clock = now;
      return stepDispatcher(state, event, { ...world, now, storeNow: now });
    },
    readyCountOf: (useCaseNo) => state.ready.countOf(useCaseNo),
  };
}
