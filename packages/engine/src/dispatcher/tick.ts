import { stepTimeShift } from '../capacity/time-shift.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { DispatcherEffect, DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import { lookAtStays } from './long-stays.ts';
import type { Meter } from './meter.ts';
import { sampleSharing } from './sample-sharing.ts';
import { sampleWaits } from './sample-waits.ts';
import { reopen } from './start-bundles.ts';

const TIME_SHIFT_STEP_MS = 10_000;
/** Time that nobody looked at (the machine slept, the process stood still) says nothing. */
const MAX_ELAPSED_MS = 5_000;

/** What a job says of the services that its handler calls: it succeeded, or was told that this is too much. */
export function hearDownstreams(
  state: DispatcherState,
  { useCase, useCaseNo }: Meter,
  { failure }: Pick<AttemptResult, 'failure'>,
  world: DispatcherWorld,
): void {
  if (failure === null) for (const id of useCase?.downstreamIds ?? []) state.downstreams.answered(id);
  else if (failure.code === 'DOWNSTREAM_OVERLOAD') signalOverload(state, useCaseNo, world);
}

function signalOverload(state: DispatcherState, useCaseNo: number, world: DispatcherWorld): void {
  for (const id of world.findUseCase(useCaseNo)?.downstreamIds ?? []) {
    const entry = world.capacity.findDownstream(id);
    if (entry !== undefined) state.downstreams.signal(entry, world.now);
  }
}

/** Looks at what was shared since the last time, and sets the rates that follow from it. */
export function tick(state: DispatcherState, world: DispatcherWorld): DispatcherEffect[] {
  const elapsedMs = world.now - state.sampledAt;
  if (elapsedMs <= 0) return [];
  state.sampledAt = world.now;
  state.downstreams.tick(world.now, elapsedMs, world.capacity);
  const { sharing, pairs, grants, pool } = sampleSharing(state, world, Math.min(elapsedMs, MAX_ELAPSED_MS));
  const waits = sampleWaits(state, world);
  lookAtStays(state, elapsedMs, world);
  shiftTime(state, world, pool.busySlotMs);
  reopen(state, state.blocked.at('timeShift'));
  reopen(state, state.blocked.at('longStay'));
  const downstreams = state.downstreams.samples();
  const sample = { storeNow: world.storeNow, elapsedMs, sharing, pairs, grants, pool, waits, downstreams };
  return [{ kind: 'sampled', sample }];
}

/** Every 10 s: more opportunistic work while the pool has room, less while it has not. */
function shiftTime(state: DispatcherState, { now }: DispatcherWorld, busySlotMs: number): void {
  const { timeShift } = state;
  timeShift.slotMs += busySlotMs;
  const elapsedMs = now - timeShift.steppedAt;
  if (elapsedMs < TIME_SHIFT_STEP_MS) return;
  const utilisation = timeShift.slotMs / (Math.max(1, state.slots.count) * elapsedMs);
  timeShift.scale = stepTimeShift(timeShift.scale, Math.min(1, utilisation));
  timeShift.steppedAt = now;
  timeShift.slotMs = 0;
}
