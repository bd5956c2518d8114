import { decayPeak, mayStay, type Stay, staysLong } from '../capacity/long-stay.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import type { Meter } from './meter.ts';

/** Whether a use case may have another slot, as long as its jobs keep those that it has. */
export function mayKeepSlot(state: DispatcherState, meter: Meter, now: number): boolean {
  const { slots, stays } = state;
  const heldCount = slots.heldBy(meter.useCaseNo);
  const weight = meter.useCase?.fairWeight ?? 0;
  const fairPart = (slots.count * weight) / Math.max(weight, stays.weight);
  return mayStay(stayOf(state, meter, now), { slotCount: slots.count, heldCount, fairPart, ...stays });
}

/** It took a slot: until the next look at all of them this one counts as well. */
export function noteStay(state: DispatcherState, meter: Meter, now: number): void {
  if (staysLong(stayOf(state, meter, now))) state.stays.longHeldCount += 1;
}

/** Counts who holds slots for how long, and what weight those have that have something to do. */
export function lookAtStays(state: DispatcherState, elapsedMs: number, now: number): void {
  const { slots, stays, meters, ready } = state;
  let longHeldCount = 0;
  let heldCount = 0;
  let weight = 0;
  for (const [useCaseNo, count] of slots.holders()) {
    const meter = meters.of(useCaseNo);
    heldCount += count;
    weight += meter.useCase?.fairWeight ?? 0;
    if (staysLong(stayOf(state, meter, now))) longHeldCount += count;
  }
  for (const useCaseNo of ready.useCaseNos())
    if (slots.heldBy(useCaseNo) === 0) weight += meters.of(useCaseNo).useCase?.fairWeight ?? 0;
  stays.longHeldCount = longHeldCount;
  stays.weight = weight;
  stays.othersPeak = decayPeak(stays.othersPeak, heldCount - longHeldCount, elapsedMs);
}

function stayOf(state: DispatcherState, { useCaseNo, estimate }: Meter, now: number): Stay {
  return { meanRunMs: estimate.meanRunMs, meanAgeMs: state.slots.meanAgeOf(useCaseNo, now) };
}
