import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { BUNDLE_MAX_BYTES, decideBundleSize } from './bundle-size.ts';
import type { DispatcherEffect, DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';

/** With this many jobs waiting for the store to confirm them, nothing new is started. */
const MAX_UNSETTLED = 20_000;
/** Shards that are about to expire are renewed, or gone, soon. */
const RETRY_MS = 100;
const UNKNOWN_USE_CASE_WAIT_MS = 1_000;

/** Compares the heads of all ready queues and starts what comes first, while there is a slot for it. */
export function startBundles(state: DispatcherState, world: DispatcherWorld): DispatcherEffect[] {
  unpark(state, world.now);
  state.ready.bringBack();
  const effects: DispatcherEffect[] = [];
  let startedCount = 0;
  while (!state.isDraining && world.unsettledCount + startedCount < MAX_UNSETTLED) {
    const head = state.ready.earliest();
    if (head === undefined || state.slots.freeCount === 0) break;
    const useCase = world.findUseCase(head.useCaseNo);
    if (useCase === undefined) {
      effects.push(park(state, head.useCaseNo, world.now));
      continue;
    }
    if (world.epochOf(head.shard) === undefined) {
      effects.push({ kind: 'dispatchAfter', delayMs: RETRY_MS });
      break;
    }
    if (state.slots.mayTake(useCase.no, state.estimates.meanRunMs(useCase.no)))
      startedCount += startNext(state, useCase, world, effects);
    else state.ready.setAside(useCase.no);
  }
  return effects;
}

/** Sends the first jobs of a use case to a slot; returns how many. */
function startNext(
  state: DispatcherState,
  useCase: UseCaseEntry,
  world: DispatcherWorld,
  effects: DispatcherEffect[],
): number {
  const size = decideBundleSize({
    readyCount: state.ready.countOf(useCase.no),
    freeSlotCount: state.slots.freeCount,
    meanRunMs: state.estimates.meanRunMs(useCase.no),
    isSuspect: state.suspects.has(useCase.no, world.now),
  });
  const jobs = state.ready.take(useCase.no, size, BUNDLE_MAX_BYTES);
  const leases: Lease[] = [];
  const unowned: ReadyJob[] = [];
  for (const job of jobs) {
    const epoch = world.epochOf(job.shard);
    if (epoch === undefined) unowned.push(job);
    else leases.push(lease(state, job, epoch));
  }
  effects.push({ kind: 'taken', jobs });
  // A shard that has just been lost takes its jobs with it; it is told so in a moment.
  if (unowned.length > 0) effects.push({ kind: 'forgotten', jobs: unowned });
  if (leases.length > 0)
    effects.push({
      kind: 'run',
      slot: state.slots.take(useCase.no, useCase.memoryLimitMb),
      bundle: { useCase, leases },
    });
  return leases.reduce((sum, { job }) => sum + job.jobCount, 0);
}

function lease(state: DispatcherState, job: ReadyJob, epoch: number): Lease {
  state.lastToken += 1;
  const lease = { job, token: state.lastToken, epoch };
  state.leases.set(job.key, { lease, ends: [] });
  state.leasedCount += job.jobCount;
  return lease;
}

function park(state: DispatcherState, useCaseNo: number, now: number): DispatcherEffect {
  const jobs = state.ready.take(useCaseNo, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const parked = state.parked.get(useCaseNo);
  const until = now + UNKNOWN_USE_CASE_WAIT_MS;
  state.parked.set(useCaseNo, { until, jobs: [...(parked?.jobs ?? []), ...jobs] });
  return { kind: 'dispatchAfter', delayMs: UNKNOWN_USE_CASE_WAIT_MS };
}

function unpark(state: DispatcherState, now: number): void {
  for (const [useCaseNo, { until, jobs }] of state.parked) {
    if (until > now) continue;
    state.parked.delete(useCaseNo);
    for (const job of jobs) state.ready.add(job);
  }
}
