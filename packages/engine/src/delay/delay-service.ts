import type { JobKey } from '@leeway/domain/job-id';
import type { DueRange, NextDue } from '../queue/move-due-jobs.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import { decideBatchRows, FIRST_ROWS } from './decide-batch-rows.ts';
import { CALM_ROWS, createShardMarks } from './shard-marks.ts';

/** Other processes may add an earlier instant at any time: look at least this often. */
const MAX_WAIT_MS = 500;
/** After a move the next one waits for a few jobs to gather. */
const GATHER_MS = 5;
/** What was committed very late is found by looking at everything, this often, or in this share of the time. */
const LOOK_AT_ALL_MS = 10_000;
const LOOK_AT_ALL_SHARE = 0.02;
/** Whatever the last such look took (the process may have stood still meanwhile). */
const MAX_LOOK_AT_ALL_GAP_MS = 30_000;

export interface DelayServiceOptions {
  readonly store: Pick<QueueStore, 'moveDueJobs' | 'findNextDue'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly ownedShards: () => readonly number[];
  /**
   * Jobs that have just become due.
   * @param askedAt when the move was asked for, by `clock.elapsed`: since then others may have found them
   */
  readonly onDue: (jobs: readonly QueuedJob[], askedAt: number) => void;
  /** Jobs that have just become due, too large to be brought along. */
  readonly onUnread: (keys: readonly JobKey[]) => void;
  /** How many jobs one move takes of a shard; as many mean that there is more. */
  readonly calmRows?: number;
}

export interface DelayService extends Loop {
  /** Something is due at this instant; looked at no later. */
  expect(dueAt: number): void;
  /** Moves some of what is due now; returns how many jobs. */
  runOnce(): Promise<number>;
}

/** Holds what is not due, and hands it to the ready queue when it is: never early, because the store's clock decides. */
export function createDelayService(options: DelayServiceOptions): DelayService {
  const { store, clock, calmRows = CALM_ROWS } = options;
  const marks = createShardMarks(calmRows);
  let batchRows = FIRST_ROWS;
  let lookAtAllAt = 0;
  let expectedAt = Number.POSITIVE_INFINITY;
  /** Store time of the next look; while one is under way, never. */
  let nextLookAt = Number.NEGATIVE_INFINITY;

  const move = async (ranges: readonly DueRange[], isFair: boolean): Promise<number> => {
    if (ranges.length === 0) return 0;
    const startedAt = clock.elapsed();
    const rowsPerShard = isFair ? Math.ceil(batchRows / ranges.length) : calmRows;
    const moved = await store.moveDueJobs({ ranges, rowsPerShard, isFair });
    marks.moved(ranges, moved, isFair);
    if (isFair)
      batchRows = decideBatchRows(batchRows, { movedCount: moved.length, tookMs: clock.elapsed() - startedAt });
    const jobs = moved.map(({ job }) => job).filter((job) => job !== null);
    if (jobs.length > 0) options.onDue(jobs, startedAt);
    if (jobs.length < moved.length) options.onUnread(moved.filter(({ job }) => job === null).map(({ key }) => key));
    return moved.length;
  };

  const runOnce = async (): Promise<number> => {
    marks.keepOnly(options.ownedShards());
    return (await move(marks.calm(), false)) + (await move(marks.crowded(), true));
  };

  const look = async (): Promise<NextDue> => {
    const startedAt = clock.elapsed();
    const isAtAll = startedAt >= lookAtAllAt;
    if (isAtAll) marks.forgetFloors();
    const next = await store.findNextDue(marks.calm());
    if (isAtAll) {
      const tookMs = clock.elapsed() - startedAt;
      lookAtAllAt =
        clock.elapsed() + Math.min(MAX_LOOK_AT_ALL_GAP_MS, Math.max(LOOK_AT_ALL_MS, tookMs / LOOK_AT_ALL_SHARE));
    }
    return next;
  };

  const tick = async (): Promise<number> => {
    marks.keepOnly(options.ownedShards());
    if (marks.calm().length + marks.crowded().length === 0) return MAX_WAIT_MS;
    const { now, dueAt } = await look();
    const isDue = dueAt !== null && dueAt <= now;
    if (!isDue) marks.nothingDueAt(now);
    if (isDue || marks.crowded().length > 0) await runOnce();
    if (marks.crowded().length > 0) return 0;
    if (isDue) return GATHER_MS;
    return dueAt === null ? MAX_WAIT_MS : dueAt - now;
  };

  const loop = createLoop({
    name: 'delay-service',
    clock,
    log: options.log,
    runOnce: async () => {
      nextLookAt = Number.NEGATIVE_INFINITY;
      expectedAt = Number.POSITIVE_INFINITY;
      const wantedMs = await tick();
      const waitMs = Math.max(0, Math.min(MAX_WAIT_MS, wantedMs, expectedAt - options.now()));
      nextLookAt = options.now() + waitMs;
      return { waitMs };
    },
  });

  return {
    ...loop,
    runOnce,
    expect: (dueAt) => {
      expectedAt = Math.min(expectedAt, dueAt);
      if (dueAt >= nextLookAt) return;
      nextLookAt = Number.NEGATIVE_INFINITY;
      loop.wake();
    },
  };
}
