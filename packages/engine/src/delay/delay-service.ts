import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';

/** Other processes may add an earlier instant at any time: look at least this often. */
const MAX_WAIT_MS = 500;
const ROWS_PER_SHARD = 250;

export interface DelayServiceOptions {
  readonly store: Pick<QueueStore, 'moveDueJobs' | 'findNextDue'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly ownedShards: () => readonly number[];
  /** Jobs that have just become due. */
  readonly onDue: (jobs: readonly QueuedJob[]) => void;
}

export interface DelayService extends Loop {
  /** Something is due at this instant; looked at no later. */
  expect(dueAt: number): void;
  /** Moves what is due now; returns how many jobs. */
  runOnce(): Promise<number>;
}

/** Holds what is not due, and hands it to the ready queue when it is: never early, because the store's clock decides. */
export function createDelayService(options: DelayServiceOptions): DelayService {
  const { store } = options;
  let nextDueAt = Number.POSITIVE_INFINITY;

  const runOnce = async (): Promise<number> => {
    const shards = options.ownedShards();
    if (shards.length === 0) return 0;
    const moved = await store.moveDueJobs(shards, ROWS_PER_SHARD);
    if (moved.length > 0) options.onDue(moved);
    return moved.length;
  };

  const waitForNext = async (): Promise<number> => {
    nextDueAt = Number.POSITIVE_INFINITY;
    const fromStore = (await store.findNextDue(options.ownedShards())) ?? MAX_WAIT_MS;
    return Math.max(0, Math.min(MAX_WAIT_MS, fromStore, nextDueAt - options.now()));
  };

  const loop = createLoop({
    name: 'delay-service',
    clock: options.clock,
    log: options.log,
    runOnce: async () => {
      const movedCount = await runOnce();
      return { waitMs: movedCount > 0 ? 0 : await waitForNext() };
    },
  });

  return {
    ...loop,
    runOnce,
    expect: (dueAt) => {
      if (dueAt >= nextDueAt) return;
      nextDueAt = dueAt;
      if (dueAt - options.now() < MAX_WAIT_MS) loop.wake();
    },
  };
}
