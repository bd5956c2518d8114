import { USE_CASE_DEFAULTS } from '@leeway/domain/limits';
import { charge } from '../capacity/cpu-quota.ts';
import { slotMsOf } from '../capacity/dominant-share.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState, LiveLease } from './dispatcher-state.ts';
import { chargePolicy } from './grant-book.ts';
import type { Charge, Meter } from './meter.ts';

/** Virtual time is slot time for whoever has the weight that everybody gets. */
const PLAIN_WEIGHT = USE_CASE_DEFAULTS.fairWeight;

/** The meter of a use case, with the policy that holds now. */
export function meterOf(state: DispatcherState, useCaseNo: number, world: DispatcherWorld): Meter {
  const meter = state.meters.of(useCaseNo);
  meter.useCase = world.findUseCase(useCaseNo);
  return meter;
}

/** What a job of a use case is charged when it starts: what such jobs take, before anybody knows what this one takes. */
export function estimateCharge({ estimate, useCase }: Meter, world: DispatcherWorld): Charge {
  const { runMs, cpuMs } = estimate;
  const memoryMb = useCase?.memoryLimitMb ?? 0;
  return { cpuMs, slotMs: slotMsOf({ runMs, cpuMs, memoryMb }, world.capacity.pool) };
}

/** Sets right what a job was charged, now that its use is known. */
export function trueUp(
  { meter, charge: each, beyond }: LiveLease,
  result: AttemptResult,
  world: DispatcherWorld,
): void {
  const { runMs, cpuMs } = result;
  const memoryMb = meter.useCase?.memoryLimitMb ?? 0;
  const slotMs = slotMsOf({ runMs, cpuMs, memoryMb }, world.capacity.pool);
  book(meter, { cpuMs: cpuMs - each.cpuMs, slotMs: slotMs - each.slotMs }, 1);
  if (beyond === null) chargePolicy(meter, cpuMs - each.cpuMs);
  else beyond.cpuMs += cpuMs;
}

/** Gives back what jobs were charged that did not run. */
export function refund({ lease, meter, charge: each, ends, beyond }: LiveLease): void {
  const count = lease.job.jobCount - ends.length;
  if (count > 0) book(meter, each, -count);
  if (beyond === null) chargePolicy(meter, -each.cpuMs * count);
  else beyond.leaseCount -= 1;
}

/** Charges so many jobs; below zero it gives back. */
export function book(meter: Meter, { cpuMs, slotMs }: Charge, count: number): void {
  meter.quota = charge(meter.quota, cpuMs * count);
  meter.shift = charge(meter.shift, cpuMs * count);
  meter.virtualTime += (slotMs * count * PLAIN_WEIGHT) / (meter.useCase?.fairWeight ?? PLAIN_WEIGHT);
  meter.chargedSlotMs += slotMs * count;
  meter.chargedCpuMs += cpuMs * count;
}
