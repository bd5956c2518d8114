import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { createDelayService, type DelayService } from '../delay/delay-service.ts';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../dispatcher/dispatcher.ts';
import type { CapacityWorld } from '../dispatcher/dispatcher-event.ts';
import type { HeldJobs } from '../queue/held-jobs.ts';
import { createHistoryKeeper, type HistoryKeeper } from '../queue/history-keeper.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { Settlement } from '../queue/settlement.ts';
import { createSettler, type Settler } from '../queue/settler.ts';
import { createShardOwner, type ShardOwner } from '../queue/shard-owner.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';
import type { RateLimiter } from '../submitter/rate-limiter.ts';
import { createSubmitter, type Submitter } from '../submitter/submit-jobs.ts';
import { createQueueTailer } from '../tailers/queue-tailer.ts';
import type { QueueTailer, QueueTailerOptions } from '../tailers/tailer-port.ts';
import { createWakeSender, type WakeSender } from '../wake/wake-sender.ts';
import type { WorkerEvents } from '../workers/bundle.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { type RemoteJobs, remoteKeys, splitByRuntime } from './split-by-runtime.ts';

/** The parts that a job passes, in its order. */
export interface JobPath {
  readonly wakeSender: WakeSender;
  /** Other processes have committed jobs: of each queue the lowest key that one of them can have. */
  readonly heardOf: (keys: readonly JobKey[]) => void;
  readonly submitter: Submitter;
  readonly owner: ShardOwner;
  readonly tailer: QueueTailer;
  readonly delayService: DelayService;
  readonly dispatcher: Dispatcher;
  readonly workers: WorkerPool;
  readonly settler: Settler;
  readonly keeper: HistoryKeeper;
  readonly held: HeldJobs;
}

/** What must be done with a shard that was another's before any of its jobs starts here. */
export interface ShardGate {
  readonly onGained: () => void;
  readonly isOpen: (shard: number) => boolean;
}

/** All that the parts touch of the world: an engine brings the real one, the simulation its own. */
export interface JobPathWorld {
  readonly engineId: string;
  readonly store: QueueStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly shardCount: number;
  /** Store time, estimated. */
  readonly now: () => number;
  readonly findUseCase: (useCaseNo: number) => UseCaseEntry | undefined;
  readonly createWorkers: (events: WorkerEvents) => WorkerPool;
  readonly sendWake: (payloads: readonly string[]) => Promise<void>;
  readonly remote: RemoteJobs;
  readonly gate?: ShardGate;
  readonly held: HeldJobs;
  /** Ties of this process's jobs count on from here. */
  readonly firstTie: number;
  readonly onSubmitted: (count: number) => void;
  readonly onSettled: (settled: readonly Settlement[], refused: readonly Settlement[]) => void;
  readonly capacity: (isOwned: (shard: number) => boolean) => CapacityWorld;
  readonly onSampled?: NonNullable<DispatcherOptions['onSampled']>;
  readonly onStep?: NonNullable<DispatcherOptions['onStep']>;
  /** Smaller than an engine would have them, so that a few jobs reach what otherwise needs thousands. */
  readonly limits?: PathLimits;
  readonly rateLimiter?: RateLimiter;
}

export interface PathLimits {
  readonly windowRows: NonNullable<QueueTailerOptions['windowRows']>;
  readonly calmRows: number;
  readonly batchRows: number;
}

/** Makes the parts and joins them: each knows only the functions it is given. */
export function joinJobPath(world: JobPathWorld): JobPath {
  const { clock, held, findUseCase, limits = {} } = world;

  const keeper = createHistoryKeeper();
  const settler = createSettler({
    ...world,
    ...limits,
    keeper,
    wait: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
    onSettled: (settled, refused) => {
      world.onSettled(settled, refused);
      dispatcher.settled([...settled, ...refused]);
      for (const { ends, returned } of settled) {
        for (const { outcome, endedAt, retryWaitMs } of ends)
          if (outcome === 'retried') delayService.expect(endedAt + retryWaitMs);
        if (returned.length > 0) tailer.sweepSoon();
      }
    },
  });
  const workers = world.createWorkers({
    onResults: (results) => dispatcher.onResults(results),
    onGivenBack: (leases, about) => dispatcher.onGivenBack(leases, about),
    onSlotFreed: (slot, memoryLimitMb) => dispatcher.onSlotFreed(slot, memoryLimitMb),
  });
  const owner = createShardOwner({
    ...world,
    // A shard that stays after all was looked at when it came: its gate is open.
    onGained: (shard) => (isOpen(shard) ? tailer.gainShard(shard) : world.gate?.onGained()),
    onLeaving: (shard) => {
      tailer.dropShard(shard);
      dispatcher.leaveShard(shard);
    },
    isBusy: (shard) => held.hasOfShard(shard),
    onLost: (shard) => {
      tailer.dropShard(shard);
      dispatcher.dropShard(shard);
    },
  });
  const dispatcher: Dispatcher = createDispatcher({
    ...world,
    workers,
    settler,
    findUseCase,
    epochOf: owner.epochOf,
    capacity: world.capacity((shard) => owner.epochOf(shard) !== undefined),
    onTaken: (jobs) => tailer.taken(jobs),
    onReturned: (jobs) => tailer.returned(jobs),
  });
  // Jobs of remote use cases are for whoever calls for them: the tailer neither hears of them nor finds them.
  const findQueues = async (shards: readonly number[]) => {
    const queues = await world.store.findQueues(shards);
    return queues.filter(({ useCaseNo }) => findUseCase(useCaseNo)?.runtime === 'process');
  };
  const arrived = (jobs: readonly QueuedJob[], askedAt: number): void => {
    const { own, remote } = world.remote.exist() ? splitByRuntime(jobs, findUseCase) : { own: jobs, remote: [] };
    tailer.arrived(own, askedAt);
    world.remote.arrived(remote);
    if (owner.owned().length === world.shardCount) return;
    const isForOthers = ({ key }: QueuedJob) => owner.epochOf(queueOfJobKey(key).shard) === undefined;
    const forOthers = [...remote, ...own.filter(isForOthers).map(({ key }) => key)];
    if (forOthers.length > 0) wakeSender.wake(forOthers);
  };
  const isOpen = (shard: number): boolean => world.gate?.isOpen(shard) ?? true;
  const tailer = createQueueTailer({
    ...world,
    ...limits,
    store: { ...world.store, findQueues },
    ownedShards: () => owner.owned().filter(isOpen),
    isOwned: (shard) => owner.epochOf(shard) !== undefined && isOpen(shard),
    push: (jobs) => dispatcher.push(jobs),
    isKeyFull: (job) => dispatcher.isKeyFull(job),
  });
  const delayService = createDelayService({
    ...world,
    ...limits,
    ownedShards: owner.owned,
    onDue: arrived,
    onUnread: (keys) => {
      tailer.sweepSoon();
      world.remote.arrived(remoteKeys(keys, findUseCase));
    },
  });
  const submitter = createSubmitter({
    ...world,
    onReady: (jobs, askedAt) => {
      world.onSubmitted(jobs.reduce((sum, { jobCount }) => sum + jobCount, 0));
      arrived(jobs, askedAt);
    },
    onAhead: (dueAt, count) => {
      world.onSubmitted(count);
      delayService.expect(dueAt);
    },
  });
  const wakeSender = createWakeSender({ ...world, send: world.sendWake });
  const isOfWorkers = (key: JobKey): boolean => findUseCase(queueOfJobKey(key).useCaseNo)?.runtime === 'process';
  const heardOf = (keys: readonly JobKey[]): void => tailer.heardOf(keys.filter(isOfWorkers));
  return { wakeSender, submitter, owner, tailer, delayService, dispatcher, workers, settler, keeper, held, heardOf };
}
