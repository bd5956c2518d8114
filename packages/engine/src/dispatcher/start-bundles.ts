import { decideAdmission } from '../capacity/gates.ts';
import { beginSlowStart, countStarts } from '../capacity/slow-start.ts';
import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Block } from './blocked.ts';
import { BUNDLE_MAX_BYTES, decideBundleSize } from './bundle-size.ts';
import { book, estimateCharge, meterOf } from './charges.ts';
import type { DispatcherEffect, DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState, LiveLease } from './dispatcher-state.ts';
import { gateFactsOf, MAX_UNSETTLED } from './gate-facts.ts';
import { mayKeepSlot, noteStay } from './long-stays.ts';
import type { Meter } from './meter.ts';
import { URGENT_DEBT_MS } from './rank.ts';
import { type Train, Trains } from './trains.ts';

/** Shards that are about to expire are renewed, or gone, soon. */
const RETRY_MS = 100;
const UNKNOWN_USE_CASE_WAIT_MS = 1_000;
/** A timer may fire so much early, and the gate would still be closed. */
const TIMER_EARLY_MS = 1;
/** Whoever comes back from here comes back slowly. */
const RETURNS_SLOWLY: ReadonlySet<Block['gate']> = new Set(['incidentMode', 'paused']);

/** Compares the heads of all ready queues and starts what comes first, while there is a slot for it. */
export function startBundles(state: DispatcherState, world: DispatcherWorld): DispatcherEffect[] {
  unpark(state, world);
  reopen(state, state.blocked.takeDue(world.now));
  const effects: DispatcherEffect[] = [];
  const trains = new Trains(state.trainLength);
  let startedCount = 0;
  while (!state.isDraining && world.unsettledCount + startedCount < MAX_UNSETTLED) {
    if (state.slots.freeCount === 0 && !trains.isOpen) break;
    const next = state.ready.next(world.storeNow, (useCaseNo) => mayBeUrgent(state, useCaseNo));
    if (next === undefined) break;
    startedCount += startHead(state, next, { world, effects, trains });
  }
  planWake(state, world, effects);
  return effects;
}

/** Lets use cases be compared again that stood aside; whether they may start is asked when their turn comes. */
export function reopen(state: DispatcherState, useCaseNos: readonly number[]): void {
  for (const useCaseNo of useCaseNos) {
    startAnew(state, state.meters.of(useCaseNo));
    state.ready.bringBack(useCaseNo);
  }
}

/** It had nothing that could start: no credit for the time before. */
function startAnew(state: DispatcherState, meter: Meter): void {
  meter.virtualTime = Math.max(meter.virtualTime, state.virtualNow);
}

/** A job that was taken is not leased any more: the next of its concurrency key may start. */
export function leaveKey(state: DispatcherState, job: ReadyJob): void {
  if (!state.ready.ended(job)) return;
  startAnew(state, state.meters.of(job.useCaseNo));
  state.ready.refresh(job.useCaseNo);
}

/** Policy may say another limit of the concurrency keys now, also of what stands ready. */
export function followKeyLimits(state: DispatcherState, { findUseCase }: DispatcherWorld): void {
  for (const useCaseNo of [...state.ready.useCaseNos()])
    state.ready.setKeyLimit(useCaseNo, findUseCase(useCaseNo)?.concurrencyKeyLimit ?? null);
}

function mayBeUrgent(state: DispatcherState, useCaseNo: number): boolean {
  return state.meters.of(useCaseNo).virtualTime <= state.virtualNow + URGENT_DEBT_MS;
}

/** Where what starts goes. */
interface Step {
  readonly world: DispatcherWorld;
  readonly effects: DispatcherEffect[];
  readonly trains: Trains;
}

/** Starts the use case whose turn it is, or sets it aside; returns how many jobs started. */
function startHead(
  state: DispatcherState,
  { head, isUrgent }: { readonly head: ReadyJob; readonly isUrgent: boolean },
  step: Step,
): number {
  const { world, effects, trains } = step;
  const meter = meterOf(state, head.useCaseNo, world);
  const { useCase } = meter;
  if (useCase === undefined) {
    effects.push(park(state, head.useCaseNo, world.now));
    return 0;
  }
  const keyLimit = useCase.concurrencyKeyLimit ?? null;
  if (state.ready.keyLimitOf(useCase.no) !== keyLimit) {
    // Nothing was known of it when its jobs came, and nothing else has told since.
    state.ready.setKeyLimit(useCase.no, keyLimit);
    return 0;
  }
  if (world.epochOf(head.shard) === undefined) return setAside(state, meter, 'turn', world.now + RETRY_MS);
  const admission = decideAdmission(gateFactsOf(state, meter, useCase, head, world));
  if (!admission.isAdmitted) {
    const { gate, opensAt } = admission.closed;
    return setAside(state, meter, gate, opensAt);
  }
  const train = state.slots.freeCount > 0 ? null : findTrain(state, meter, head, step);
  if (train === undefined) {
    trains.close();
    return 0;
  }
  if (train === null && !state.slots.mayTake(useCase.no, meter.estimate.meanRunMs, world.now))
    return setAside(state, meter, 'turn', null);
  if (!mayKeepSlot(state, meter, world.now)) return setAside(state, meter, 'longStay', null);
  if (comesBack(state, meter)) {
    meter.slowStart = beginSlowStart(world.now);
    return 0;
  }
  if (!isUrgent && useCase.quotaKind === 'reserved') state.virtualNow = Math.max(state.virtualNow, meter.virtualTime);
  return startNext(state, meter, { ...step, useCase, allowance: admission.allowance, train });
}

/** A slot in which it can follow others that start now. */
function findTrain(state: DispatcherState, meter: Meter, head: ReadyJob, { trains, world }: Step): Train | undefined {
  const train = trains.findFor(meter.useCaseNo, meter.useCase?.memoryLimitMb ?? 0);
  const fits = train !== undefined && plannedMsOf(state, meter, head.jobCount, world) <= train.roomMs;
  return fits ? train : undefined;
}

/** What so many jobs take, rather too much; without end where nobody knows, or where one of them may end its process. */
function plannedMsOf(
  state: DispatcherState,
  { useCaseNo, estimate }: Meter,
  jobCount: number,
  { now }: DispatcherWorld,
) {
  const isKnown = estimate.meanRunMs !== undefined && !state.suspects.has(useCaseNo, now);
  return isKnown ? estimate.slowRunMs * jobCount : Number.POSITIVE_INFINITY;
}

function setAside(state: DispatcherState, { useCaseNo }: Meter, gate: Block['gate'], opensAt: number | null): number {
  state.ready.setAside(useCaseNo);
  state.blocked.set(useCaseNo, gate, opensAt);
  return 0;
}

/** It was held back as a whole, and now its backlog stands ready: told once. */
function comesBack(state: DispatcherState, { useCaseNo }: Meter): boolean {
  const block = state.blocked.get(useCaseNo);
  if (block === undefined) return false;
  state.blocked.delete(useCaseNo);
  return RETURNS_SLOWLY.has(block.gate);
}

interface Start extends Step {
  readonly useCase: UseCaseEntry;
  readonly allowance: number;
  /** Behind others; null: into a slot of its own. */
  readonly train: Train | null;
}

/** Sends the first jobs of a use case to a slot; returns how many. */
function startNext(state: DispatcherState, meter: Meter, start: Start): number {
  const { useCase, allowance, train, world, effects } = start;
  const size = decideBundleSize({
    readyCount: state.ready.countOf(useCase.no),
    freeSlotCount: state.slots.freeCount,
    meanRunMs: meter.estimate.meanRunMs,
    isSuspect: state.suspects.has(useCase.no, world.now),
    ...(train === null ? {} : { roomMs: train.roomMs }),
  });
  const bytes = train?.roomBytes ?? BUNDLE_MAX_BYTES;
  const jobs = state.ready.take(useCase.no, Math.min(size, allowance), bytes, state.slots.count);
  const charge = estimateCharge(meter, world);
  const leases: Lease[] = [];
  const beyond: LiveLease['beyond'][] = [];
  const unowned: ReadyJob[] = [];
  for (const job of jobs) {
    const epoch = world.epochOf(job.shard);
    if (epoch === undefined) {
      unowned.push(job);
      leaveKey(state, job);
      continue;
    }
    const use = state.grants.admit(meter, charge.cpuMs * job.jobCount);
    leases.push(lease(state, job, { epoch, meter, charge, beyond: use }));
    beyond.push(use);
  }
  effects.push({ kind: 'taken', jobs });
  // A shard that has just been lost takes its jobs with it; it is told so in a moment.
  if (unowned.length > 0) effects.push({ kind: 'forgotten', jobs: unowned });
  // It has been charged, so its next head has its place now.
  state.ready.refresh(useCase.no);
  const startedCount = leases.reduce((sum, { job }) => sum + job.jobCount, 0);
  if (startedCount === 0) return 0;
  if (meter.slowStart !== null) meter.slowStart = countStarts(meter.slowStart, startedCount, world.now);
  for (const id of useCase.downstreamIds) {
    const entry = world.capacity.findDownstream(id);
    if (entry !== undefined) state.downstreams.started(entry, startedCount, world.now);
  }
  const slot = train?.slot ?? state.slots.take(useCase.no, useCase.memoryLimitMb, world.now);
  if (train !== null) state.slots.join(slot, useCase.no, world.now);
  state.grants.started(meter, { slot, now: world.now }, beyond);
  noteStay(state, meter, world.now);
  effects.push({ kind: 'run', slot, bundle: { useCase, leases } });
  start.trains.board({
    slot,
    useCaseNo: useCase.no,
    memoryLimitMb: useCase.memoryLimitMb,
    plannedMs: plannedMsOf(state, meter, startedCount, world),
    bytes: leases.reduce((sum, { job }) => sum + job.payload.length, 0),
  });
  return startedCount;
}

interface LeaseTerms extends Pick<LiveLease, 'meter' | 'charge' | 'beyond'> {
  readonly epoch: number;
}

function lease(state: DispatcherState, job: ReadyJob, { epoch, meter, charge, beyond }: LeaseTerms): Lease {
  state.lastToken += 1;
  const lease = { job, token: state.lastToken, epoch };
  book(meter, charge, job.jobCount);
  state.leases.set(job.key, { lease, ends: [], meter, charge, beyond });
  state.leasedCount += job.jobCount;
  return lease;
}

/** One wake-up at a time: for the use case that opens first. */
function planWake(state: DispatcherState, { now }: DispatcherWorld, effects: DispatcherEffect[]): void {
  const opensAt = state.blocked.nextAt();
  if (state.wakeAt <= now) state.wakeAt = Number.POSITIVE_INFINITY;
  if (opensAt === undefined || opensAt >= state.wakeAt) return;
  state.wakeAt = opensAt;
  effects.push({ kind: 'dispatchAfter', delayMs: Math.ceil(opensAt - now) + TIMER_EARLY_MS });
}

function park(state: DispatcherState, useCaseNo: number, now: number): DispatcherEffect {
  const jobs = state.ready.removeUseCase(useCaseNo);
  const parked = state.parked.get(useCaseNo);
  const until = now + UNKNOWN_USE_CASE_WAIT_MS;
  state.parked.set(useCaseNo, { until, jobs: [...(parked?.jobs ?? []), ...jobs] });
  return { kind: 'dispatchAfter', delayMs: UNKNOWN_USE_CASE_WAIT_MS };
}

function unpark(state: DispatcherState, world: DispatcherWorld): void {
  for (const [useCaseNo, { until, jobs }] of state.parked) {
    if (until > world.now) continue;
    state.parked.delete(useCaseNo);
    makeReady(state, jobs, world);
  }
}

/** Puts jobs into their ready queues. A use case that had nothing ready starts anew, without credit for the time before. */
export function makeReady(state: DispatcherState, jobs: readonly ReadyJob[], world: DispatcherWorld): void {
  let last = -1;
  for (const job of jobs) {
    if (job.useCaseNo !== last) {
      const meter = meterOf(state, job.useCaseNo, world);
      if (state.ready.headOf(job.useCaseNo) === undefined) startAnew(state, meter);
      state.ready.setKeyLimit(job.useCaseNo, meter.useCase?.concurrencyKeyLimit ?? null);
    }
    last = job.useCaseNo;
    state.ready.add(job);
  }
}
