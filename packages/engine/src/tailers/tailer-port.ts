import type { JobKey } from '@leeway/domain/job-id';
import type { HeldJobs } from '../queue/held-jobs.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Loop } from '../runtime/service.ts';
import type { decideWindowRows } from './queue-window.ts';
import type { LaneRef } from './queue-windows.ts';
import type { BatchStore } from './read-batch.ts';

export interface QueueTailerOptions {
  readonly store: BatchStore & Pick<QueueStore, 'findQueues' | 'readFirstKeys' | 'readLaneKeys'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly held: HeldJobs;
  readonly ownedShards: () => readonly number[];
  readonly isOwned: (shard: number) => boolean;
  /** Hands jobs to the dispatcher, which takes each at most once. */
  readonly push: (jobs: readonly ReadyJob[]) => void;
  /** Whether no more jobs of this concurrency key may start now. */
  readonly isKeyFull: (job: LaneRef) => boolean;
  /** How many rows of a queue are held in memory. */
  readonly windowRows?: typeof decideWindowRows;
}

export interface QueueTailer extends Loop {
  /** Jobs that have just been committed by this process, with a statement sent at `askedAt`. */
  arrived(jobs: readonly QueuedJob[], askedAt: number): void;
  /**
   * Holds a job that the store has shown to another reader in this process; false where it is here already. News of its queue from
   * statements sent until now may be older than what that reader does with it, and is looked up.
   */
  holdFound(job: Pick<QueuedJob, 'key' | 'attempt'>): boolean;
  /** Other processes have committed jobs: of each queue the lowest key that one of them can have. */
  heardOf(keys: readonly JobKey[]): void;
  /** Jobs that left the ready queues. */
  taken(jobs: readonly LaneRef[]): void;
  /** Jobs that came back to the ready queues without having run. */
  returned(jobs: readonly LaneRef[]): void;
  /** Looks into it at once. */
  gainShard(shard: number): void;
  dropShard(shard: number): void;
  /** Sweeps as soon as a sweep is due to have its share of the time: something was submitted by another process. */
  sweepSoon(): void;
  /** One tick: refill what runs low, sweep when it is time. */
  runOnce(): Promise<void>;
}
