import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { toReadyJob } from '../queue/lease.ts';
import type { QueuedJob, QueueRef } from '../queue/queued-job.ts';
import type { AroundRows } from '../queue/read-lanes.ts';
import { createLoop } from '../runtime/service.ts';
import {
  type Arrival,
  decideWindowRows,
  judgeArrival,
  type QueueWindow,
  rewindBefore,
  UNKNOWN_MEAN_BYTES,
  windowId,
} from './queue-window.ts';
import { type LaneRef, QueueWindows } from './queue-windows.ts';
import { readBatch } from './read-batch.ts';
import { sweepQueues } from './sweep-queues.ts';
import type { QueueTailer, QueueTailerOptions } from './tailer-port.ts';

/** Polling is the truth: at least this often the store is asked for queues that nobody told us about. */
const SWEEP_MS = 1_000;
/** A sweep may take this share of the time, so that ten thousand active queues do not make the store busy with questions. */
const SWEEP_SHARE = 0.05;
/** Whatever the last sweep took (the process may have stood still meanwhile), the next one comes within this. */
const MAX_SWEEP_GAP_MS = 10_000;
const QUEUES_PER_READ = 500;
/** An answer of the store that took longer says nothing about now. */
const FRESH_MS = 60_000;
/** So often a queue of which some keys are read on their own is read again from its beginning: a sweep sees only its keys. */
const REREAD_MS = 60_000;

/** Keeps a small window of every active queue in memory: reads on from a cursor where something was taken, nowhere else. */
export function createQueueTailer(options: QueueTailerOptions): QueueTailer {
  const { held, clock, store, windowRows = decideWindowRows } = options;
  const windows = new QueueWindows();
  const hungry = new Set<QueueWindow>();
  const sweptShards = new Set<number>();
  /** Since the sweep under way began: one that came back since may hold what the sweep did not see. */
  const lostShards = new Set<number>();
  /** When a read, the tailer's or another's, last brought something new of a queue. */
  const freshAt = new Map<number, number>();
  /** Not looked at yet: what a dead owner had in hand waits there. */
  const gainedShards = new Set<number>();
  let nextSweepAt = 0;
  let earliestSweepAt = 0;
  let nextRereadAt = 0;

  const rowsOf = (window: QueueWindow): number => windowRows(windows.size, window.meanBytes);

  /** As many as the window of the queue holds, or would hold. */
  const rowsToCompare = (ref: QueueRef): number => {
    const meanBytes = windows.mainOf(ref)?.meanBytes ?? UNKNOWN_MEAN_BYTES;
    return windowRows(windows.size, meanBytes);
  };

  const push = (window: QueueWindow, jobs: readonly QueuedJob[]): number => {
    const fresh = jobs.filter((job) => held.hold(job)).map((job) => toReadyJob(job, window));
    for (const job of fresh) {
      // Its key may have got a window of its own while this one was read.
      windows.count(job.concurrencyKey ? windowFor(job) : window, job, 1);
      window.meanBytes += 0.05 * (job.payload.length - window.meanBytes);
    }
    if (fresh.length === 0) return 0;
    options.push(fresh);
    for (const job of fresh) if (job.concurrencyKey) splitFull(job);
    return fresh.length;
  };

  const judgeHunger = (window: QueueWindow): void => {
    if (!window.isExhausted && !window.isReading && window.readyCount <= rowsOf(window) / 2) hungry.add(window);
    if (window.isExhausted && !window.isReading) retire(window);
  };

  /** Everything that the store holds of it is in memory: an empty window goes, a lane whose key may start again joins the others. */
  const retire = (window: QueueWindow): void => {
    const { shard, useCaseNo, laneKey, readyCount } = window;
    if (laneKey === null) {
      if (readyCount === 0 && window.lanes === undefined) windows.delete(window);
      return;
    }
    if (readyCount > 0 && options.isKeyFull({ shard, useCaseNo, concurrencyKey: laneKey })) return;
    windows.merge(window);
    const main = windows.mainOf(window);
    if (main !== undefined) judgeHunger(main);
  };

  /** What a key at its limit holds back takes no room from the others. */
  const splitFull = (job: LaneRef): void => {
    const main = windows.mainOf(job);
    if (main === undefined || !job.concurrencyKey || !options.isKeyFull(job)) return;
    const lane = windows.split(main, job.concurrencyKey);
    if (lane === undefined) return;
    judgeHunger(lane);
    judgeHunger(main);
  };

  const isOurs = (shard: number): boolean => options.ownedShards().includes(shard);

  const windowFor = (ref: LaneRef): QueueWindow => windows.open(ref, sweptShards.has(ref.shard));
  const windowForJob = ({ key, concurrencyKey }: QueuedJob): QueueWindow =>
    windowFor({ ...queueOfJobKey(key), concurrencyKey });

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

  const takeIn = (window: QueueWindow, { jobs, readTo, isEnd }: AroundRows): void => {
    window.isReading = false;
    if (!windows.has(window)) return;
    window.cursor = readTo;
    window.isExhausted = isEnd;
    const freshCount = push(window, jobs);
    for (const arrival of window.arrivals.splice(0)) arrive(windowForJob(arrival.job), arrival);
    lookFromMissed(window);
    if (freshCount > 0) freshAt.set(windowId(window), clock.elapsed());
    judgeHunger(window);
  };

  const refill = async (batch: readonly QueueWindow[]): Promise<void> => {
    for (const window of batch) window.isReading = true;
    try {
      await held.duringRead(
        () => readBatch(store, batch, rowsOf),
        (answers) => {
          for (const [window, rows] of answers) takeIn(window, rows);
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
    lookFromMissed(window);
    if (windows.has(window)) hungry.add(window);
  };

  const refillHungry = async (): Promise<void> => {
    while (hungry.size > 0) {
      const batch = [...hungry].slice(0, QUEUES_PER_READ);
      for (const window of batch) hungry.delete(window);
      const open = batch.filter((window) => windows.has(window));
      if (open.length > 0) await refill(open);
    }
  };

  /** A job in the store that is not here: the cursor goes back before it. Its shard may have been lost while it was looked for. */
  const missed = (key: JobKey, concurrencyKey?: string): void => {
    const ref = queueOfJobKey(key);
    if (!isOurs(ref.shard)) return;
    lookFrom(windowFor({ ...ref, concurrencyKey }), key);
  };

  /** The read is over: what was missed meanwhile is looked for. */
  const lookFromMissed = (window: QueueWindow): void => {
    const { missedFrom } = window;
    window.missedFrom = null;
    if (missedFrom !== null) lookFrom(window, missedFrom);
  };

  /** The read under way may have begun too early to see it. */
  const lookFrom = (window: QueueWindow, key: JobKey): void => {
    if (window.isReading) {
      if (window.missedFrom === null || key < window.missedFrom) window.missedFrom = key;
      return;
    }
    if (window.isExhausted || key <= window.cursor) rewindBefore(window, key);
    judgeHunger(window);
  };

  const sweepShards = async (shards: readonly number[]): Promise<void> => {
    lostShards.clear();
    await sweepQueues({ store, held, shards, windowOf: (ref) => windows.mainOf(ref), rowsOf: rowsToCompare, missed });
    for (const shard of shards) {
      if (lostShards.has(shard)) continue;
      sweptShards.add(shard);
      gainedShards.delete(shard);
    }
    const isRereadDue = clock.elapsed() >= nextRereadAt;
    if (isRereadDue) nextRereadAt = clock.elapsed() + REREAD_MS;
    for (const window of [...windows.all()]) {
      if (window.lanes !== undefined) lookOn(window, isRereadDue);
      judgeKeys(window);
      judgeHunger(window);
    }
  };

  /** A limit may have been set, or lowered. */
  const judgeKeys = ({ shard, useCaseNo, keyCounts }: QueueWindow): void => {
    for (const concurrencyKey of [...(keyCounts?.keys() ?? [])]) splitFull({ shard, useCaseNo, concurrencyKey });
  };

  /** What lies behind the cursor of a queue with lanes cannot be told from its beginning, so it is read. */
  const lookOn = (window: QueueWindow, fromBeginning: boolean): void => {
    if (window.isReading) return;
    window.isExhausted = false;
    if (fromBeginning) window.cursor = window.low;
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
        if (!options.isOwned(queueOfJobKey(job.key).shard)) continue;
        const window = windowForJob(job);
        arrive(window, { job, askedAt });
        judgeHunger(window);
      }
      if (hungry.size > 0) loop.wake();
    },
    heardOf: (keys) => {
      for (const key of keys) {
        if (!options.isOwned(queueOfJobKey(key).shard)) continue;
        const window = windowFor(queueOfJobKey(key));
        lookFrom(window, key);
        // Which key it has is not told.
        for (const lane of window.lanes?.values() ?? []) lookFrom(lane, key);
      }
      if (hungry.size > 0) loop.wake();
    },
    holdFound: (job) => {
      if (!held.hold(job)) return false;
      freshAt.set(windowId(queueOfJobKey(job.key)), clock.elapsed());
      return true;
    },
    taken: (jobs) => {
      for (const job of jobs) {
        const window = windows.find(job);
        if (window === undefined) continue;
        windows.count(window, job, -1);
        if (job.concurrencyKey) splitFull(job);
        judgeHunger(window);
      }
      if (hungry.size > 0) loop.wake();
    },
    returned: (jobs) => {
      for (const job of jobs) windows.count(windowFor(job), job, 1);
    },
    dropShard: (shard) => {
      lostShards.add(shard);
      gainedShards.delete(shard);
      sweptShards.delete(shard);
      windows.deleteShard(shard);
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
