import { queueOfJobKey } from '@leeway/domain/job-id';
import { createDelayService, type DelayService } from '../delay/delay-service.ts';
import { createDispatcher, type Dispatcher } from '../dispatcher/dispatcher.ts';
import type { EngineEnv } from '../env.ts';
import { HeldJobs } from '../queue/held-jobs.ts';
import { createHistoryKeeper } from '../queue/history-keeper.ts';
import { createQueueStore } from '../queue/queue-store.ts';
import type { Settlement } from '../queue/settlement.ts';
import { createSettler, type Settler } from '../queue/settler.ts';
import { createShardOwner, type ShardOwner } from '../queue/shard-owner.ts';
import { wakeOwners } from '../queue/wake-owners.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import type { Service } from '../runtime/service.ts';
import { createSubmitter, type Submitter } from '../submitter/submit-jobs.ts';
import { createQueueTailer, type QueueTailer } from '../tailers/queue-tailer.ts';
import { createWakeListener } from '../wake/wake-listener.ts';
import { createWakeSender, type WakeSender } from '../wake/wake-sender.ts';
import { createWorkerPool, type WorkerPool } from '../workers/worker-pool.ts';
import type { Store } from './open-store.ts';

/** The parts that a job passes, in its order. */
export interface JobPath {
  readonly wakeSender: WakeSender;
  readonly wakeListener: Service;
  readonly submitter: Submitter;
  readonly owner: ShardOwner;
  readonly tailer: QueueTailer;
  readonly delayService: DelayService;
  readonly dispatcher: Dispatcher;
  readonly workers: WorkerPool;
  readonly settler: Settler;
}

export interface JobPathOptions {
  readonly env: EngineEnv;
  readonly store: Store;
  readonly engineId: string;
  readonly log: Log;
  readonly onSubmitted: (count: number) => void;
  readonly onSettled: (settled: readonly Settlement[], refused: readonly Settlement[]) => void;
}

/** Makes the parts and joins them: each knows only the functions it is given. */
export function composeJobPath(options: JobPathOptions): JobPath {
  const { env, store, engineId, log } = options;
  const base = { store: createQueueStore(store.queuePool, store.submitPool), clock: systemClock, log };
  const held = new HeldJobs();

  const settler = createSettler({
    ...base,
    engineId,
    keeper: createHistoryKeeper(),
    wait: (ms) => new Promise((resolve) => systemClock.after(ms, resolve)),
    onSettled: (settled, refused) => {
      options.onSettled(settled, refused);
      dispatcher.settled([...settled, ...refused]);
      for (const { ends, returned } of settled) {
        for (const { outcome, endedAt, retryWaitMs } of ends)
          if (outcome === 'retried') delayService.expect(endedAt + retryWaitMs);
        if (returned.length > 0) tailer.sweepSoon();
      }
    },
  });
  const workers = createWorkerPool({
    ...base,
    slotCount: env.slotCount,
    handlersDir: env.handlersDir,
    events: {
      onResults: (results) => dispatcher.onResults(results),
      onGivenBack: (leases, about) => dispatcher.onGivenBack(leases, about),
      onSlotFreed: (slot, memoryLimitMb) => dispatcher.onSlotFreed(slot, memoryLimitMb),
    },
    storeOffsetMs: () => store.clock.now() - systemClock.now(),
  });
  const owner = createShardOwner({
    ...base,
    engineId,
    onGained: () => tailer.sweepSoon(),
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
    ...base,
    held,
    workers,
    settler,
    random: systemRandom,
    findUseCase: store.registry.findByNo,
    epochOf: owner.epochOf,
    onTaken: (jobs) => tailer.taken(jobs),
    onReturned: (jobs) => tailer.returned(jobs),
  });
  const tailer = createQueueTailer({
    ...base,
    held,
    ownedShards: owner.owned,
    isOwned: (shard) => owner.epochOf(shard) !== undefined,
    push: (jobs) => dispatcher.push(jobs),
  });
  const delayService = createDelayService({
    ...base,
    now: store.clock.now,
    ownedShards: owner.owned,
    onDue: (jobs) => tailer.arrived(jobs),
    onUnread: () => tailer.sweepSoon(),
  });
  const submitter = createSubmitter({
    store: base.store,
    clock: systemClock,
    now: store.clock.now,
    shardCount: store.shardCount,
    onReady: (jobs) => {
      options.onSubmitted(jobs.reduce((sum, { jobCount }) => sum + jobCount, 0));
      tailer.arrived(jobs);
      const ownsAll = owner.owned().length === store.shardCount;
      if (!ownsAll && jobs.some(({ key }) => owner.epochOf(queueOfJobKey(key).shard) === undefined)) wakeSender.wake();
    },
    onAhead: (dueAt, count) => {
      options.onSubmitted(count);
      delayService.expect(dueAt);
    },
  });
  const wakeSender = createWakeSender({ ...base, send: () => wakeOwners(store.submitPool) });
  const wakeListener = createWakeListener({
    ...base,
    connectionString: env.connectionString,
    onWake: () => tailer.sweepSoon(),
  });
  return { wakeSender, wakeListener, submitter, owner, tailer, delayService, dispatcher, workers, settler };
}
