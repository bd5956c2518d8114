import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { HeldJobs } from '../queue/held-jobs.ts';
import { type ReadyJob, toReadyJob } from '../queue/lease.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob, QueueRef } from '../queue/queued-job.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import {
  type Arrival,
  createWindow,
  decideWindowRows,
  judgeArrival,
  type QueueWindow,
  rewindBefore,
  UNKNOWN_MEAN_BYTES,
  windowId,
} from './queue-window.ts';
import { sweepQueues } from './sweep-queues.ts';

/** Polling is the truth: at least this often the store is asked for queues that nobody told us about. */
const SWEEP_MS = 1_000;
/** A sweep may take this share of the time, so that ten thousand active queues do not make the store busy with questions. */
const SWEEP_SHARE = 0.05;
/** Whatever the last sweep took (the process may have stood still meanwhile), the next one comes within this. */
const MAX_SWEEP_GAP_MS = 10_000;
const QUEUES_PER_READ = 500;
/** An answer of the store that took longer says nothing about now. */
const FRESH_MS = 60_000;

export interface QueueTailerOptions {
  readonly store: Pick<QueueStore, 'readWindows' | 'findQueues' | 'readFirstKeys'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly held: HeldJobs;
  readonly ownedShards: () => readonly number[];
  readonly isOwned: (shard: number) => boolean;
  /** Hands jobs to the dispatcher, which takes each at most once. */
  readonly push: (jobs: readonly ReadyJob[]) => void;
  /** How many rows of a queue are held in memory. */
  readonly windowRows?: typeof decideWindowRows;
}

export interface QueueTailer extends Loop {
  /** Jobs that have just been committed by this process, with a statement sent at `askedAt`. */
  arrived(jobs: readonly QueuedJob[], askedAt: number): void;
  /** Jobs that left the ready queues. */
  taken(jobs: readonly QueueRef[]): void;
  /** Jobs that came back to the ready queues without having run. */
  returned(jobs: readonly QueueRef[]): void;
  /** Looks into it at once. */
  gainShard(shard: number): void;
  dropShard(shard: number): void;
  /** Sweeps as soon as a sweep is due to have its share of the time: something was submitted by another process. */
  sweepSoon(): void;
  /** One tick: refill what runs low, sweep when it is time. */
  runOnce(): Promise<void>;
}

/** Keeps a small window of every active queue in memory: reads on from a cursor where something was taken, nowhere else. */
export function createQueueTailer(options: QueueTailerOptions): QueueTailer {
  const { held, clock, store, windowRows = decideWindowRows } = options;
  const windows = new Map<number, QueueWindow>();
  const hungry = new Set<QueueWindow>();
  const sweptShards = new Set<number>();
  /** Since the sweep under way began: one that came back since may hold what the sweep did not see. */
  const lostShards = new Set<number>();
  /** When a read last brought something new of a queue. */
  const freshAt = new Map<number, number>();
  /** Not looked at yet: what a dead owner had in hand waits there. */
  const gainedShards = new Set<number>();
  let nextSweepAt = 0;
  let earliestSweepAt = 0;

  const rowsOf = (window: QueueWindow): number => windowRows(windows.size, window.meanBytes);

  /** As many as the window of the queue holds, or would hold. */
  const rowsToCompare = (ref: QueueRef): number => {
    const meanBytes = windows.get(windowId(ref))?.meanBytes ?? UNKNOWN_MEAN_BYTES;
    return windowRows(windows.size, meanBytes);
  };

  const push = (window: QueueWindow, jobs: readonly QueuedJob[]): number => {
    const fresh = jobs.filter((job) => held.hold(job));
    window.readyCount += fresh.length;
    for (const job of fresh) window.meanBytes += 0.05 * (job.payload.length - window.meanBytes);
    if (fresh.length > 0) options.push(fresh.map((job) => toReadyJob(job, window)));
    return fresh.length;
  };

  const judgeHunger = (window: QueueWindow): void => {
    if (!window.isExhausted && !window.isReading && window.readyCount <= rowsOf(window) / 2) hungry.add(window);
    if (window.isExhausted && window.readyCount === 0 && !window.isReading) windows.delete(windowId(window));
  };

  const isOurs = (shard: number): boolean => options.ownedShards().includes(shard);

  const windowFor = (ref: { shard: number; useCaseNo: number }): QueueWindow => {
    const id = windowId(ref);
    const window = windows.get(id) ?? createWindow(ref, sweptShards.has(ref.shard));
    windows.set(id, window);
    return window;
  };

  /** A read may have brought it since it was committed, and a worker may have run it to its end: only the store knows. */
  const mayBeOver = (window: QueueWindow, { job, askedAt }: Arrival): boolean => {
    if (held.has(job.key, job.attempt)) return false;
    return askedAt < clock.elapsed() - FRESH_MS || askedAt <= (freshAt.get(windowId(window)) ?? -1);
  };

  const arrive = (window: QueueWindow, arrival: Arrival): void => {
    if (window.isReading) {
      window.arrivals.push(arrival);
      return;
    }
    const { job } = arrival;
    const verdict = mayBeOver(window, arrival) ? 'rewind' : judgeArrival(window, job.key, rowsOf(window));
    if (verdict === 'take') push(window, [job]);
    if (verdict === 'rewind') rewindBefore(window, job.key);
  };

  const takeIn = (window: QueueWindow, jobs: readonly QueuedJob[], rowLimit: number): void => {
    window.isReading = false;
    if (windows.get(windowId(window)) !== window) return;
    window.cursor = jobs.at(-1)?.key ?? window.cursor;
    window.isExhausted = jobs.length < rowLimit;
    const freshCount = push(window, jobs);
    for (const arrival of window.arrivals.splice(0)) arrive(window, arrival);
    if (freshCount > 0) freshAt.set(windowId(window), clock.elapsed());
    judgeHunger(window);
  };

  const refill = async (batch: readonly QueueWindow[]): Promise<void> => {
    const requests = batch.map((window) => ({
      cursor: window.cursor,
      queueEnd: window.high,
      rowLimit: rowsOf(window),
    }));
    for (const window of batch) window.isReading = true;
    try {
      await held.duringRead(
        () => store.readWindows(requests),
        (answers) => {
          for (const [place, window] of batch.entries())
            takeIn(window, answers[place] ?? [], requests[place]?.rowLimit ?? 0);
        },
      );
    } catch (error) {
      for (const window of batch) abandonRead(window);
      throw error;
    }
  };

  const abandonRead = (window: QueueWindow): void => {
    window.isReading = false;
    window.arrivals.length = 0;
    if (windows.get(windowId(window)) === window) hungry.add(window);
  };

  const refillHungry = async (): Promise<void> => {
    while (hungry.size > 0) {
      const batch = [...hungry].slice(0, QUEUES_PER_READ);
      for (const window of batch) hungry.delete(window);
      await refill(batch.filter((window) => windows.get(windowId(window)) === window));
    }
  };

  /** A job in the store that is not here: the cursor goes back before it. Its shard may have been lost while it was looked for. */
  const missed = (key: JobKey): void => {
    const ref = queueOfJobKey(key);
    if (!isOurs(ref.shard)) return;
    const window = windowFor(ref);
    if (window.isReading) return;
    if (window.isExhausted || key <= window.cursor) rewindBefore(window, key);
    judgeHunger(window);
  };

  const sweepShards = async (shards: readonly number[]): Promise<void> => {
    lostShards.clear();
    await sweepQueues({ store, held, shards, rowsOf: rowsToCompare, missed });
    for (const shard of shards) {
      if (lostShards.has(shard)) continue;
      sweptShards.add(shard);
      gainedShards.delete(shard);
    }
    for (const window of [...windows.values()]) judgeHunger(window);
  };

  const sweep = async (): Promise<void> => {
    const startedAt = clock.elapsed();
    for (const [id, at] of freshAt) if (at < startedAt - FRESH_MS) freshAt.delete(id);
    await sweepShards(options.ownedShards());
    const tookMs = clock.elapsed() - startedAt;
    earliestSweepAt = clock.elapsed() + Math.min(MAX_SWEEP_GAP_MS, tookMs / SWEEP_SHARE);
    nextSweepAt = Math.max(clock.elapsed() + SWEEP_MS, earliestSweepAt);
  };

  const runOnce = async (): Promise<void> => {
    if (clock.elapsed() >= nextSweepAt) await sweep();
    else if (gainedShards.size > 0) await sweepShards([...gainedShards]);
    await refillHungry();
  };

  const loop = createLoop({
    name: 'queue-tailer',
    clock,
    log: options.log,
    runOnce: async () => {
      await runOnce();
      return { waitMs: Math.max(0, nextSweepAt - clock.elapsed()) };
    },
  });

  return {
    ...loop,
    runOnce,
    arrived: (jobs, askedAt) => {
      for (const job of jobs) {
        const ref = queueOfJobKey(job.key);
        if (!options.isOwned(ref.shard)) continue;
        const window = windowFor(ref);
        arrive(window, { job, askedAt });
        judgeHunger(window);
      }
      if (hungry.size > 0) loop.wake();
    },
    taken: (jobs) => {
      for (const job of jobs) {
        const window = windows.get(windowId(job));
        if (window === undefined) continue;
        window.readyCount -= 1;
        judgeHunger(window);
      }
      if (hungry.size > 0) loop.wake();
    },
    returned: (jobs) => {
      for (const job of jobs) windowFor(job).readyCount += 1;
    },
    dropShard: (shard) => {
      lostShards.add(shard);
      gainedShards.delete(shard);
      sweptShards.delete(shard);
      for (const [id, window] of [...windows]) if (window.shard === shard) windows.delete(id);
      for (const window of [...hungry]) if (window.shard === shard) hungry.delete(window);
    },
    gainShard: (shard) => {
      gainedShards.add(shard);
      loop.wake();
    },
    sweepSoon: () => {
      nextSweepAt = Math.min(nextSweepAt, earliestSweepAt);
      loop.wake();
    },
  };
}
