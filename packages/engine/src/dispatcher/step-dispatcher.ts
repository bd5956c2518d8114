import type { Lease, ReadyJob } from '../queue/lease.ts';
import { isAmong, type RowState } from '../queue/queued-job.ts';
import type { Settlement } from '../queue/settlement.ts';
import { refund, trueUp } from './charges.ts';
import { cancelledBeforeItRan, decideCancelledEnd } from './decide-cancelled-end.ts';
import { decideOutcome } from './decide-outcome.ts';
import type { DispatcherEffect, DispatcherEvent, DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState, LiveLease } from './dispatcher-state.ts';
import { followKeyLimits, leaveKey, makeReady, reopen, startBundles } from './start-bundles.ts';
import { hearDownstreams, tick } from './tick.ts';

type Event<Kind extends DispatcherEvent['kind']> = Extract<DispatcherEvent, { kind: Kind }>;

/**
 * One step of the dispatcher: (state, event, world) → effects, and the state changed in place. No clock, no chance and no
 * I/O of its own, so that the simulation runs the very same decisions.
 */
export function stepDispatcher(
  state: DispatcherState,
  event: DispatcherEvent,
  world: DispatcherWorld,
): DispatcherEffect[] {
  switch (event.kind) {
    case 'arrived':
      makeReady(state, event.jobs, world);
      return [];
    case 'slotFreed':
      freeSlot(state, event, world);
      return [];
    case 'reported':
      return takeReports(state, event, world);
    case 'givenBack':
      return takeBack(state, event, world);
    case 'shardLeaving':
      return [{ kind: 'forgotten', jobs: removeReady(state, event.shard) }];
    case 'shardLost':
      return dropShard(state, event.shard);
    case 'withdrawn':
      return withdraw(state, event.rows);
    case 'cancelAsked':
      askToCancel(state, event);
      return [];
    case 'policyChanged':
      followKeyLimits(state, world);
      reopen(state, state.blocked.all());
      return [];
    case 'tick':
      return tick(state, world);
    case 'dispatch':
      return startBundles(state, world);
    case 'drain':
      state.isDraining = true;
      return [];
  }
}

/** The live lease of this token; a lease that was lost, or ended, has none. */
function findLive(state: DispatcherState, lease: Lease): LiveLease | undefined {
  const live = state.leases.get(lease.job.key);
  return live?.lease.token === lease.token ? live : undefined;
}

function endLease(state: DispatcherState, live: LiveLease): void {
  const { job } = live.lease;
  state.leases.delete(job.key);
  state.leasedCount -= job.jobCount;
  refund(live);
  leaveKey(state, job);
}

/** Whoever waited for a slot, for memory, or for one of its own jobs to end is compared again. */
function freeSlot(state: DispatcherState, { slot, memoryLimitMb }: Event<'slotFreed'>, { now }: DispatcherWorld): void {
  const holders = state.slots.free(slot, memoryLimitMb);
  reopen(state, state.blocked.at('turn'));
  reopen(state, state.blocked.at('memory'));
  for (const holder of holders) leftSlot(state, holder, { slot, now });
}

function leftSlot(state: DispatcherState, useCaseNo: number, moment: { slot: number; now: number }): void {
  state.grants.freed(state.meters.of(useCaseNo), moment);
  const gate = state.blocked.get(useCaseNo)?.gate;
  if (gate === 'concurrency' || gate === 'longStay') reopen(state, [useCaseNo]);
}

function takeReports(
  state: DispatcherState,
  { results }: Event<'reported'>,
  world: DispatcherWorld,
): DispatcherEffect[] {
  const effects: DispatcherEffect[] = [];
  const settlements: Settlement[] = [];
  const trued = new Set<number>();
  for (const { lease, result } of results) {
    const { job, epoch } = lease;
    const live = findLive(state, lease);
    const meter = live?.meter ?? state.meters.of(job.useCaseNo);
    if (result.failure?.code !== 'CANCELLED') meter.estimate.observe(result.runMs, result.cpuMs);
    hearDownstreams(state, meter, result, world);
    if (live === undefined) {
      effects.push({ kind: 'countLostLease', useCaseNo: job.useCaseNo });
      continue;
    }
    trueUp(live, result, world);
    trued.add(job.useCaseNo);
    const policy = world.findUseCase(job.useCaseNo);
    const end = decideOutcome(job, result, { policy, random: world.random });
    const why = live.cancels?.get(result.place);
    live.ends.push(why === undefined ? end : decideCancelledEnd(end, why));
    if (live.ends.length < job.jobCount) continue;
    endLease(state, live);
    settlements.push({ job, epoch, ends: live.ends, returned: [] });
  }
  for (const useCaseNo of trued) state.ready.refresh(useCaseNo);
  if (settlements.length > 0) effects.push({ kind: 'settle', settlements });
  return effects;
}

/**
 * What did not run goes back to its queue. A mega-job that ran in part is taken apart in the store: what ended has ended.
 * So is the one that was running when its process died, or it would go whole to the next process and end that too.
 */
function takeBack(state: DispatcherState, event: Event<'givenBack'>, world: DispatcherWorld): DispatcherEffect[] {
  const returned: ReadyJob[] = [];
  const forgotten: ReadyJob[] = [];
  const settlements: Settlement[] = [];
  if (event.left !== undefined && state.slots.leave(event.left.slot, event.left.useCaseNo))
    leftSlot(state, event.left.useCaseNo, { slot: event.left.slot, now: world.now });
  for (const [position, lease] of event.leases.entries()) {
    if (event.isSuspect) state.suspects.add(lease.job.useCaseNo, world.now);
    const live = findLive(state, lease);
    if (live === undefined) continue;
    endLease(state, live);
    endUnwanted(live);
    const isBroken = live.ends.length > 0 || (event.isSuspect && position === 0 && lease.job.jobCount > 1);
    if (isBroken) settlements.push(takeApart(live));
    // A shard that is leaving has no place for it here; one that is renewed late finds it in the store again.
    else if (world.epochOf(lease.job.shard) === undefined) forgotten.push(lease.job);
    else returned.push(lease.job);
  }
  makeReady(state, returned, world);
  const effects: DispatcherEffect[] = [
    { kind: 'returned', jobs: returned },
    { kind: 'forgotten', jobs: forgotten },
    { kind: 'settle', settlements },
  ];
  return effects.filter(isAboutSomething);
}

function isAboutSomething(effect: DispatcherEffect): boolean {
  if ('jobs' in effect) return effect.jobs.length > 0;
  return !('settlements' in effect) || effect.settlements.length > 0;
}

function takeApart({ lease: { job, epoch }, ends }: LiveLease): Settlement {
  const ended = new Set(ends.map(({ place }) => place));
  const returned = Array.from({ length: job.jobCount }, (_, place) => place).filter((place) => !ended.has(place));
  return { job, epoch, ends, returned };
}

/** The next owner delivers these jobs again; results that still come for them are refused. */
function dropShard(state: DispatcherState, shard: number): DispatcherEffect[] {
  const jobs = removeReady(state, shard);
  for (const live of [...state.leases.values()]) {
    if (live.lease.job.shard !== shard) continue;
    endLease(state, live);
    jobs.push(live.lease.job);
  }
  return [{ kind: 'forgotten', jobs }];
}

/** Takes rows out that have not started, of use cases that nobody knows too. */
function withdraw(state: DispatcherState, rows: readonly RowState[]): DispatcherEffect[] {
  const isWanted = isAmong(rows);
  const jobs = state.ready.removeRows(rows);
  for (const [useCaseNo, { until, jobs: parked }] of state.parked) {
    jobs.push(...parked.filter(isWanted));
    state.parked.set(useCaseNo, { until, jobs: parked.filter((job) => !isWanted(job)) });
  }
  return jobs.length > 0 ? [{ kind: 'taken', jobs }] : [];
}

function askToCancel(state: DispatcherState, { key, place, why }: Event<'cancelAsked'>): void {
  const live = state.leases.get(key);
  if (live === undefined) return;
  live.cancels ??= new Map();
  live.cancels.set(place, why);
}

/** What is not wanted any more and did not run ends here instead of going back. */
function endUnwanted({ lease, ends, cancels }: LiveLease): void {
  for (const [place, why] of cancels ?? [])
    if (!ends.some((end) => end.place === place)) ends.push(cancelledBeforeItRan(lease.job, place, why));
}

/** Takes out what has not started, of use cases that nobody knows too. */
function removeReady(state: DispatcherState, shard: number): ReadyJob[] {
  const jobs = state.ready.removeShard(shard);
  for (const [useCaseNo, { until, jobs: parked }] of state.parked) {
    jobs.push(...parked.filter((job) => job.shard === shard));
    state.parked.set(useCaseNo, { until, jobs: parked.filter((job) => job.shard !== shard) });
  }
  return jobs;
}
