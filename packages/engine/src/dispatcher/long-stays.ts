import { followNeed, mayStay, type Occupant, type Stay, shareWithLong, staysLong } from '../capacity/long-stay.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import type { Meter } from './meter.ts';

/** Whether a use case may have another slot, as long as its jobs keep those that it has. */
export function mayKeepSlot(state: DispatcherState, meter: Meter, now: number): boolean {
  const { slots, stays } = state;
  const heldCount = slots.heldBy(meter.useCaseNo);
  const fairPart = stays.perWeight * weightOf(meter);
  return mayStay(stayOf(state, meter, now), { slotCount: slots.count, heldCount, fairPart, ...stays });
}

/** It took a slot: until the next look at all of them this one counts as well. */
export function noteStay(state: DispatcherState, meter: Meter, now: number): void {
  if (staysLong(stayOf(state, meter, now))) state.stays.longHeldCount += 1;
}

/** Looks at who holds slots for how long, and what those need who do not. */
export function lookAtStays(state: DispatcherState, elapsedMs: number, world: DispatcherWorld): void {
  const { slots, stays, ready } = state;
  const occupants: Occupant[] = [];
  for (const useCaseNo of slots.holders().keys()) occupants.push(occupantOf(state, useCaseNo, elapsedMs, world));
  for (const useCaseNo of ready.useCaseNos())
    if (slots.heldBy(useCaseNo) === 0) occupants.push(occupantOf(state, useCaseNo, elapsedMs, world));
  stays.longHeldCount = occupants.reduce((sum, { isLong, heldCount }) => sum + (isLong ? heldCount : 0), 0);
  stays.need = followNeed(stays.need, occupants, slots.count, elapsedMs);
  const { perWeight, longPart } = shareWithLong(occupants, slots.count, stays.need);
  stays.perWeight = perWeight;
  stays.longPart = longPart;
}

/** What does not stay long is backlogged when it has waited since the last look: before, its turn only comes. */
function occupantOf(
  state: DispatcherState,
  useCaseNo: number,
  elapsedMs: number,
  { now, storeNow }: DispatcherWorld,
): Occupant {
  const meter = state.meters.of(useCaseNo);
  const isLong = staysLong(stayOf(state, meter, now));
  const head = state.ready.headOf(useCaseNo);
  const gate = state.blocked.gateOf(useCaseNo);
  const hasWaited = head !== undefined && (isLong || storeNow - head.availableAt >= elapsedMs);
  const isBacklogged = hasWaited && (gate === 'turn' || gate === 'memory');
  return { weight: weightOf(meter), heldCount: state.slots.heldBy(useCaseNo), isLong, isBacklogged };
}

function weightOf({ useCase }: Meter): number {
  return useCase?.fairWeight ?? 1;
}

function stayOf(state: DispatcherState, { useCaseNo, estimate }: Meter, now: number): Stay {
  return { meanRunMs: estimate.meanRunMs, meanAgeMs: state.slots.meanAgeOf(useCaseNo, now) };
}
