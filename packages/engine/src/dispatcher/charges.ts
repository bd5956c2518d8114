import { charge } from '../capacity/cpu-quota.ts';
import { slotMsOf } from '../capacity/dominant-share.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState, LiveLease } from './dispatcher-state.ts';
import type { Charge, Meter } from './meter.ts';

/** The weight that everybody has who has no other: virtual time is slot time for them. */
const PLAIN_WEIGHT = 100;

/** The meter of a use case, with the policy that holds now. */
export function meterOf(state: DispatcherState, useCaseNo: number, world: DispatcherWorld): Meter {
  const meter = state.meters.of(useCaseNo);
  meter.useCase = world.findUseCase(useCaseNo);
  return meter;
}

/** Charges each job of a row what such jobs take, before anybody knows what this one takes. */
export function chargeStart(state: DispatcherState, job: ReadyJob, world: DispatcherWorld): Charge {
  const meter = state.meters.of(job.useCaseNo);
  const { runMs, cpuMs } = meter.estimate;
  const memoryMb = meter.useCase?.memoryLimitMb ?? 0;
  const each = { cpuMs, slotMs: slotMsOf({ runMs, cpuMs, memoryMb }, world.capacity.pool) };
  book(meter, each, job.jobCount);
  meter.startedCount += job.jobCount;
  return each;
}

/** Sets right what a job was charged, now that its use is known. */
export function trueUp(state: DispatcherState, live: LiveLease, result: AttemptResult, world: DispatcherWorld): void {
  const meter = state.meters.of(live.lease.job.useCaseNo);
  const memoryMb = meter.useCase?.memoryLimitMb ?? 0;
  const slotMs = slotMsOf({ runMs: result.runMs, cpuMs: result.cpuMs, memoryMb }, world.capacity.pool);
  book(meter, { cpuMs: result.cpuMs - live.charge.cpuMs, slotMs: slotMs - live.charge.slotMs }, 1);
}

/** Gives back what jobs were charged that did not run. */
export function refund(state: DispatcherState, { lease, charge: each, ends }: LiveLease): void {
  const count = lease.job.jobCount - ends.length;
  if (count > 0) book(state.meters.of(lease.job.useCaseNo), each, -count);
}

function book(meter: Meter, { cpuMs, slotMs }: Charge, count: number): void {
  meter.quota = charge(meter.quota, cpuMs * count);
  meter.shift = charge(meter.shift, cpuMs * count);
  meter.virtualTime += (slotMs * count * PLAIN_WEIGHT) / (meter.useCase?.fairWeight ?? PLAIN_WEIGHT);
  meter.chargedSlotMs += slotMs * count;
  meter.chargedCpuMs += cpuMs * count;
}
