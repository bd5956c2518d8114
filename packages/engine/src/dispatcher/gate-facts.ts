import { refillBalance } from '../capacity/cpu-quota.ts';
import type { DownstreamRate, GateFacts } from '../capacity/gates.ts';
import { mustStartFrom } from '../capacity/time-shift.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import { followSlowStart } from './follow-slow-start.ts';
import type { Meter } from './meter.ts';

/** With this many jobs waiting for the store to confirm them, nothing new is started. */
export const MAX_UNSETTLED = 20_000;

const NO_DOWNSTREAMS: readonly DownstreamRate[] = [];

/** What the gates need to know of a use case now; brings its balances up to date. */
export function gateFactsOf(
  state: DispatcherState,
  meter: Meter,
  useCase: UseCaseEntry,
  head: ReadyJob,
  world: DispatcherWorld,
): GateFacts {
  const { now, capacity } = world;
  const limits = capacity.limitsOf(useCase);
  const { share, cpuPerSecond, concurrency } = limits;
  if (cpuPerSecond !== null) meter.quota = refillBalance(meter.quota, cpuPerSecond, now);
  state.grants.look(meter, limits, state.slots.heldBy(useCase.no), now);
  const isCut = useCase.downstreamIds.some((id) => state.downstreams.isCut(id));
  followSlowStart(meter, useCase, { now, share, isCut, isLifted: limits.lifts !== undefined });
  return {
    now,
    criticality: useCase.criticality,
    criticalityFloor: capacity.criticalityFloor(),
    isPaused: useCase.isPaused,
    cpuQuota: cpuPerSecond === null ? null : { perSecond: cpuPerSecond, balance: meter.quota },
    meanCpuMs: meter.estimate.cpuMs,
    memoryLimitMb: useCase.memoryLimitMb,
    heldMemoryMb: state.slots.heldMemoryMb,
    poolMemoryMb: capacity.pool.memoryMb,
    runningCount: state.slots.heldBy(useCase.no),
    concurrencyLimit: concurrency,
    downstreams: downstreamsOf(state, useCase, world),
    slowStart: meter.slowStart,
    timeShift: shiftOf(state, meter, useCase, head, world),
    slotCount: state.slots.count,
    isClogged: world.unsettledCount >= MAX_UNSETTLED,
  };
}

function downstreamsOf(
  state: DispatcherState,
  useCase: UseCaseEntry,
  world: DispatcherWorld,
): readonly DownstreamRate[] {
  if (useCase.downstreamIds.length === 0) return NO_DOWNSTREAMS;
  const rates: DownstreamRate[] = [];
  for (const id of useCase.downstreamIds) {
    const entry = world.capacity.findDownstream(id);
    if (entry !== undefined) rates.push(state.downstreams.rateOf(entry, world.now));
  }
  return rates;
}

/** Opportunistic work runs at S times its quota; without a quota, of the whole pool. */
function shiftOf(
  state: DispatcherState,
  meter: Meter,
  useCase: UseCaseEntry,
  head: ReadyJob,
  { now, storeNow, capacity }: DispatcherWorld,
): GateFacts['timeShift'] {
  if (useCase.quotaKind === 'reserved' || storeNow >= mustStartFrom(head)) return null;
  const base = useCase.cpuQuotaMsPerSecond ?? capacity.pool.cpuCount * 1_000;
  const perSecond = base * state.timeShift.scale;
  meter.shift = refillBalance(meter.shift, perSecond, now);
  return { perSecond, balance: meter.shift };
}
