import type { Gate } from '@leeway/domain/wait-reason';
import { blameFor, pairBlames } from '../capacity/blame.ts';
import type { CapacitySample, GrantSample, PoolSample } from '../capacity/capacity-sample.ts';
import { shareCapacity } from '../capacity/entitlement.ts';
import { waitsForGrant } from '../capacity/grant-waits.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import type { Meter } from './meter.ts';

/** Of more nobody reads them all. */
const MAX_PAIRS = 20;
const MAX_GRANT_WAITS = 100;

interface Share {
  readonly meter: Meter;
  readonly weight: number;
  readonly receivedMs: number;
  /** Something stood ready all the time, and no limit of its own kept it back. */
  readonly isBacklogged: boolean;
  readonly cpuMs: number;
}

/** Who was entitled to what since the last look, who received what, and who caused whose delay. Starts the next stretch. */
export function sampleSharing(
  state: DispatcherState,
  world: DispatcherWorld,
  elapsedMs: number,
): Pick<CapacitySample, 'sharing' | 'pairs' | 'grants' | 'pool'> {
  const shares: Share[] = [];
  for (const meter of state.meters.all()) {
    const share = takeShare(state, meter, world, elapsedMs);
    if (share.receivedMs > 0 || share.isBacklogged || waits(state, meter)) shares.push(share);
  }
  const slotMs = state.slots.count * elapsedMs;
  const claims = shares.map(({ weight, receivedMs, isBacklogged }) => ({
    weight,
    demand: isBacklogged ? Number.POSITIVE_INFINITY : receivedMs,
  }));
  const entitled = shareCapacity(claims, slotMs);
  const blames = blameFor(
    shares.map(({ receivedMs }, index) => ({ entitled: entitled[index] ?? 0, received: receivedMs })),
  );
  const sharing = shares.map(({ meter, receivedMs, isBacklogged }, index) => ({
    useCaseNo: meter.useCaseNo,
    entitledMs: entitled[index] ?? 0,
    receivedMs,
    backloggedMs: isBacklogged ? elapsedMs : 0,
    sufferedMs: blames[index]?.suffered ?? 0,
    causedMs: blames[index]?.caused ?? 0,
    gate: waits(state, meter) ? gateOf(state, meter.useCaseNo) : null,
  }));
  const pairs = pairBlames(blames, MAX_PAIRS).map(({ culprit, victim, amount }) => ({
    culpritNo: shares[culprit]?.meter.useCaseNo ?? 0,
    victimNo: shares[victim]?.meter.useCaseNo ?? 0,
    slotMs: amount,
  }));
  const used = state.grants.sample(state.meters.all(), world.now);
  const grants = used.map((each) => withWaits(state, each, { shares, entitled, elapsedMs }));
  return { sharing, pairs, grants, pool: poolOf(shares, world, elapsedMs, slotMs) };
}

interface Stretch {
  readonly shares: readonly Share[];
  readonly entitled: readonly number[];
  readonly elapsedMs: number;
}

/** What was used of a grant, and who waited longer for it. */
function withWaits(
  state: DispatcherState,
  used: Omit<GrantSample, 'waits'>,
  { shares, entitled, elapsedMs }: Stretch,
): GrantSample {
  const others = shares.flatMap(({ isBacklogged, weight, meter: { useCaseNo, estimate } }, index) => {
    if (!isBacklogged || useCaseNo === used.useCaseNo) return [];
    const readyMs = state.ready.countOf(useCaseNo) * Math.min(elapsedMs, estimate.runMs);
    return [{ useCaseNo, weight, readyMs, entitledMs: entitled[index] ?? 0 }];
  });
  const waits = waitsForGrant(others, used.slotMs, elapsedMs)
    .map((wait, index) => ({ useCaseNo: others[index]?.useCaseNo ?? 0, ...wait }))
    .filter(({ slotMs }) => slotMs > 0)
    .sort((one, other) => other.slotMs - one.slotMs);
  return { ...used, waits: waits.slice(0, MAX_GRANT_WAITS) };
}

/** What it was charged since the last look; what is set right later comes off a later stretch. */
function takeShare(state: DispatcherState, meter: Meter, world: DispatcherWorld, elapsedMs: number): Share {
  const receivedMs = Math.max(0, meter.chargedSlotMs);
  const cpuMs = Math.max(0, meter.chargedCpuMs);
  meter.chargedSlotMs -= receivedMs;
  meter.chargedCpuMs -= cpuMs;
  const head = state.ready.headOf(meter.useCaseNo);
  const gate = state.blocked.gateOf(meter.useCaseNo);
  const hasWaited = head !== undefined && world.storeNow - head.availableAt >= elapsedMs;
  const weight = meter.useCase?.fairWeight ?? 1;
  return { meter, weight, receivedMs, cpuMs, isBacklogged: hasWaited && (gate === 'turn' || gate === 'memory') };
}

/** Where nothing of it may start, every key of what is ready is at its limit. */
function gateOf({ ready, blocked }: DispatcherState, useCaseNo: number): Gate {
  return ready.headOf(useCaseNo) === undefined ? 'concurrencyKey' : blocked.gateOf(useCaseNo);
}

function waits(state: DispatcherState, { useCaseNo }: Meter): boolean {
  return state.ready.countOf(useCaseNo) > 0;
}

function poolOf(
  shares: readonly Share[],
  { capacity }: DispatcherWorld,
  elapsedMs: number,
  slotMs: number,
): PoolSample {
  const sum = (of: (share: Share) => number) => shares.reduce((total, share) => total + of(share), 0);
  return {
    slotMs,
    busySlotMs: sum(({ receivedMs }) => receivedMs),
    cpuCapacityMs: capacity.pool.cpuCount * elapsedMs,
    cpuMs: sum(({ cpuMs }) => cpuMs),
    opportunisticCpuMs: sum(({ meter, cpuMs }) => (meter.useCase?.quotaKind === 'opportunistic' ? cpuMs : 0)),
  };
}
