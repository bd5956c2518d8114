import type { JobKey } from '@leeway/domain/job-id';
import type { HeldJobs } from '../queue/held-jobs.ts';
import type { Lease, ReadyJob } from '../queue/lease.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { Settlement } from '../queue/settlement.ts';
import type { Settler } from '../queue/settler.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { WorkerEvents } from '../workers/bundle.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { BUNDLE_MAX_BYTES, decideBundleSize } from './bundle-size.ts';
import { decideOutcome } from './decide-outcome.ts';
import { ReadyQueues, toReadyJob } from './ready-queues.ts';
import { createRunEstimates } from './run-estimates.ts';
import { createSuspects } from './suspects.ts';

/** With this many results waiting for the store, nothing new is started. */
const MAX_UNSETTLED = 20_000;
const RETRY_PUMP_MS = 100;
const UNKNOWN_USE_CASE_WAIT_MS = 1_000;

export interface DispatcherOptions {
  readonly held: HeldJobs;
  readonly workers: WorkerPool;
  readonly settler: Settler;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly findUseCase: (useCaseNo: number) => UseCaseEntry | undefined;
  readonly epochOf: (shard: number) => number | undefined;
  readonly onTaken: (jobs: readonly QueuedJob[]) => void;
  readonly onReturned: (jobs: readonly QueuedJob[]) => void;
}

export interface Dispatcher extends WorkerEvents {
  /** Jobs that this process holds from now on; the caller has marked them as held. */
  push(jobs: readonly QueuedJob[]): void;
  dropShard(shard: number): void;
  settled(settlements: readonly Settlement[]): void;
  isLeased(key: JobKey): boolean;
  leasedCount(): number;
  readyCount(): number;
  /** Starts nothing new; resolves when no job is in a worker's hands. */
  drain(): Promise<void>;
}

/** Compares the heads of all ready queues, leases what comes first, and turns results into settlements. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { held, workers, settler } = options;
  const ready = new ReadyQueues();
  const leases = new Map<JobKey, Lease>();
  const estimates = createRunEstimates();
  const suspects = createSuspects(options.clock.elapsed);
  let lastToken = 0;
  let isPumpPlanned = false;
  let isDraining = false;
  let onIdle: (() => void) | null = null;

  const planPump = (delayMs = 0): void => {
    if (isPumpPlanned || isDraining) return;
    isPumpPlanned = true;
    const run = () => {
      isPumpPlanned = false;
      pump();
    };
    if (delayMs === 0) setImmediate(run);
    else options.clock.after(delayMs, run);
  };

  const pump = (): void => {
    while (!isDraining && settler.pendingCount() < MAX_UNSETTLED) {
      const head = ready.earliest();
      if (head === undefined || !startNext(head)) return;
    }
  };

  /** Sends one bundle; false where nothing more can be started now. */
  const startNext = (head: ReadyJob): boolean => {
    const useCase = options.findUseCase(head.useCaseNo);
    if (useCase === undefined) return park(head.useCaseNo);
    if (options.epochOf(head.shard) === undefined) {
      planPump(RETRY_PUMP_MS);
      return false;
    }
    const meanRunMs = estimates.meanRunMs(useCase.no);
    const slot = workers.findSlot(useCase);
    if (slot === undefined) return false;
    const size = decideBundleSize({
      readyCount: ready.countOf(useCase.no),
      freeSlotCount: workers.freeSlotCount(),
      meanRunMs,
      isSuspect: suspects.isSuspect(useCase.no),
    });
    const jobs = ready.take(useCase.no, size, BUNDLE_MAX_BYTES);
    options.onTaken(jobs);
    const leased = leaseAll(jobs);
    if (leased.length === 0) return false;
    slot.run({ useCase, leases: leased });
    return true;
  };

  /** A use case that the registry does not know (yet) must not stand before the others. */
  const park = (useCaseNo: number): boolean => {
    const jobs = ready.take(useCaseNo, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    options.clock.after(UNKNOWN_USE_CASE_WAIT_MS, () => {
      for (const job of jobs) if (held.has(job.key, job.attempt)) ready.add(job);
      planPump();
    });
    return true;
  };

  const leaseAll = (jobs: readonly ReadyJob[]): Lease[] => {
    const leased: Lease[] = [];
    for (const job of jobs) {
      const epoch = options.epochOf(job.shard);
      if (epoch === undefined) {
        giveBackJobs([job]);
        continue;
      }
      lastToken += 1;
      const lease = { job, token: lastToken, epoch };
      leases.set(job.key, lease);
      leased.push(lease);
    }
    return leased;
  };

  const giveBackJobs = (jobs: readonly ReadyJob[]): void => {
    for (const job of jobs) ready.add(job);
    options.onReturned(jobs);
  };

  /** Ends a lease; false where it is not the live one any more. */
  const endLease = (lease: Lease): boolean => {
    if (leases.get(lease.job.key)?.token !== lease.token) return false;
    leases.delete(lease.job.key);
    if (leases.size === 0) onIdle?.();
    return true;
  };

  const judge = (lease: Lease, result: AttemptResult): Settlement | null => {
    estimates.observe(lease.job.useCaseNo, result.runMs);
    if (!endLease(lease)) {
      settler.countLostLease(lease.job.useCaseNo);
      return null;
    }
    const policy = options.findUseCase(lease.job.useCaseNo);
    return decideOutcome(lease, result, { policy, random: options.random() });
  };

  return {
    push: (jobs) => {
      for (const job of jobs) ready.add(toReadyJob(job));
      planPump();
    },
    onRoom: () => planPump(),
    onResults: (results) => {
      const settlements = results.map(({ lease, result }) => judge(lease, result)).filter((s) => s !== null);
      settler.push(settlements);
      planPump();
    },
    onGivenBack: (given, { isSuspect }) => {
      if (isSuspect) for (const { job } of given) suspects.add(job.useCaseNo);
      const live = given.filter(endLease);
      giveBackJobs(live.map((lease) => lease.job));
      planPump();
    },
    dropShard: (shard) => {
      for (const job of ready.removeShard(shard)) held.forget(job.key, job.attempt);
      for (const lease of [...leases.values()]) {
        if (lease.job.shard !== shard) continue;
        endLease(lease);
        held.forget(lease.job.key, lease.job.attempt);
      }
    },
    settled: (settlements) => {
      for (const { key, attempt } of settlements) held.forget(key, attempt);
      planPump();
    },
    isLeased: (key) => leases.has(key),
    leasedCount: () => leases.size,
    readyCount: () => ready.size,
    drain: async () => {
      isDraining = true;
      if (leases.size === 0) return;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    },
  };
}
