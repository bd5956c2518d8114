import { availableParallelism } from 'node:os';
import { CRITICALITY_RANK, type Criticality } from '@leeway/domain/criticality';
import { decideEffectivePolicy, findGivers, type GrantableLimits, isInForce } from '@leeway/domain/effective-policy';
import type { CapacityWorld, EngineLift, EngineLimits } from '../dispatcher/dispatcher-event.ts';
import { shardsOf } from '../queue/shard-spread.ts';
import type { IncidentModeEntry, UseCaseEntry } from '../registry/entries.ts';
import { createGrantsByUseCase } from '../registry/grants-by-use-case.ts';
import type { Registry } from '../registry/registry.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';

/** How soon after its instant a grant is seen to have begun or ended, or a change that the registry took up. */
const WATCH_MS = 100;

export interface CapacityOptions {
  readonly registry: Pick<Registry, 'version' | 'grants' | 'incidentModes' | 'findDownstream'>;
  readonly poolMemoryMb: number;
  readonly slotCount: number;
  readonly shardCount: number;
  /** Store time. */
  readonly now: () => number;
  readonly isOwned: (shard: number) => boolean;
  readonly foreignSignals: (downstreamId: string) => number;
  readonly callerCount?: (downstreamId: string) => number;
}

/** What policy, grants and incident modes say now, as this engine's part of it. */
export function createCapacityWorld(options: CapacityOptions): CapacityWorld {
  const { registry, now, shardCount, isOwned } = options;
  const grantsOf = createGrantsByUseCase(registry);

  const limitsOf = (useCase: UseCaseEntry): EngineLimits => {
    const { cpuQuotaMsPerSecond, concurrencyLimit, downstreamIds } = useCase;
    const isFree = cpuQuotaMsPerSecond === null && concurrencyLimit === null && downstreamIds.length === 0;
    if (isFree) return NO_LIMIT;
    const grants = grantsOf(useCase.no);
    const { limits } = grants.length === 0 ? { limits: useCase } : decideEffectivePolicy(useCase, grants, now());
    const share = shareOf(useCase, shardCount, isOwned);
    const parts = partsOf(limits, share);
    if (grants.length === 0) return { share, ...parts };
    return { share, ...parts, ...liftsOf(findGivers(useCase, grants, now()), partsOf(useCase, share)) };
  };

  return {
    pool: { slotCount: options.slotCount, cpuCount: availableParallelism(), memoryMb: options.poolMemoryMb },
    limitsOf,
    criticalityFloor: () => highestFloor(registry.incidentModes(), now()),
    findDownstream: registry.findDownstream,
    foreignSignals: options.foreignSignals,
    ...(options.callerCount && { callerCount: options.callerCount }),
  };
}

type Parts = Pick<EngineLimits, 'cpuPerSecond' | 'concurrency'>;

function partsOf(
  { cpuQuotaMsPerSecond, concurrencyLimit }: Pick<GrantableLimits, 'cpuQuotaMsPerSecond' | 'concurrencyLimit'>,
  share: number,
): Parts {
  return {
    cpuPerSecond: cpuQuotaMsPerSecond === null ? null : cpuQuotaMsPerSecond * share,
    concurrency: concurrencyLimit === null ? null : Math.max(1, Math.round(concurrencyLimit * share)),
  };
}

/** What grants give, beside this engine's part of the policy. */
function liftsOf(givers: ReturnType<typeof findGivers>, policy: Parts): Pick<EngineLimits, 'lifts'> {
  const lift = (grantId: string | undefined, policy: number | null): EngineLift | undefined =>
    grantId === undefined || policy === null ? undefined : { grantId, policy };
  const cpuQuota = lift(givers.cpuQuota, policy.cpuPerSecond);
  const concurrency = lift(givers.concurrency, policy.concurrency);
  if (cpuQuota === undefined && concurrency === undefined) return {};
  return { lifts: { ...(cpuQuota && { cpuQuota }), ...(concurrency && { concurrency }) } };
}

const NO_LIMIT: EngineLimits = { share: 1, cpuPerSecond: null, concurrency: null };

/** Jobs are spread evenly over the shards of their use case, so an engine's part of a limit is its part of them. */
function shareOf({ no, shardSpread }: UseCaseEntry, shardCount: number, isOwned: (shard: number) => boolean): number {
  const shards = shardsOf(no, shardSpread, shardCount);
  const ownedCount = shards.reduce((count, shard) => count + (isOwned(shard) ? 1 : 0), 0);
  return Math.max(1, ownedCount) / shards.length;
}

/** The floor of the incident modes in force; null where there is none. */
export function highestFloor(modes: readonly Omit<IncidentModeEntry, 'id'>[], now: number): Criticality | null {
  let highest: Criticality | null = null;
  for (const { startedAt, endsAt, criticalityFloor } of modes) {
    if (!isInForce({ startsAt: startedAt, endsAt }, now)) continue;
    if (highest === null || CRITICALITY_RANK[criticalityFloor] < CRITICALITY_RANK[highest]) highest = criticalityFloor;
  }
  return highest;
}

export interface PolicyWatchOptions {
  readonly registry: Pick<Registry, 'version' | 'grants' | 'incidentModes'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Store time. */
  readonly now: () => number;
  readonly onChanged: () => void;
}

/** Tells when policy is another than it was: the registry changed, or a grant or an incident mode began or ended. */
export function createPolicyWatch({ registry, clock, log, now, onChanged }: PolicyWatchOptions): Service {
  let seen = '';
  return createLoop({
    name: 'policy-watch',
    clock,
    log,
    runOnce: async () => {
      const at = now();
      const inForce = registry.grants().filter((grant) => isInForce(grant, at));
      const floor = highestFloor(registry.incidentModes(), at);
      const current = [registry.version(), floor, ...inForce.map(({ id }) => id)].join();
      if (current !== seen) onChanged();
      seen = current;
      return { waitMs: WATCH_MS };
    },
  });
}
