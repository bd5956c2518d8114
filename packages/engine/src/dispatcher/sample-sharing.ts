import { blameFor } from '../capacity/blame.ts';
import type { PoolSample, SharingSample } from '../capacity/capacity-sample.ts';
import { shareCapacity } from '../capacity/entitlement.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import type { Meter } from './meter.ts';

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
): { readonly sharing: SharingSample[]; readonly pool: PoolSample } {
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
    gate: waits(state, meter) ? state.blocked.gateOf(meter.useCaseNo) : null,
  }));
  return { sharing, pool: poolOf(shares, world, elapsedMs, slotMs) };
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
