import type { EngineEnv } from '../env.ts';
import { HeldJobs } from '../queue/held-jobs.ts';
import { createQueueStore } from '../queue/queue-store.ts';
import type { Settlement } from '../queue/settlement.ts';
import { wakeOwners } from '../queue/wake-owners.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { machineTime } from '../runtime/machine-time.ts';
import { randomTie, systemRandom } from '../runtime/random.ts';
import type { SharingService } from '../sharing/sharing-service.ts';
import type { RateLimiter } from '../submitter/rate-limiter.ts';
import { createWorkerStarter } from '../workers/start-worker-process.ts';
import { createWorkerPool } from '../workers/worker-pool.ts';
import { createCapacityWorld } from './compose-capacity.ts';
import { type JobPath, joinJobPath, type ShardGate } from './join-job-path.ts';
import type { Store } from './open-store.ts';
import type { RemoteJobs } from './split-by-runtime.ts';

export interface JobPathOptions {
  readonly env: EngineEnv;
  readonly store: Store;
  readonly engineId: string;
  readonly log: Log;
  readonly remote: RemoteJobs;
  readonly sharing: Pick<SharingService, 'record' | 'foreignSignals' | 'callerCount'>;
  readonly rateLimiter: RateLimiter;
  readonly gate: ShardGate;
  readonly onSubmitted: (count: number) => void;
  readonly onSettled: (settled: readonly Settlement[], refused: readonly Settlement[]) => void;
}

/** The path of jobs through this process: the store on Postgres, the machine's clock, worker processes. */
export function composeJobPath(options: JobPathOptions): JobPath {
  const { env, store, log } = options;
  return joinJobPath({
    ...options,
    store: createQueueStore(store.queuePool, store.submitPool),
    clock: systemClock,
    random: systemRandom,
    shardCount: store.shardCount,
    now: store.clock.now,
    findUseCase: store.registry.findByNo,
    createWorkers: (events) =>
      createWorkerPool({
        slotCount: env.slotCount,
        handlersDir: env.handlersDir,
        startProcess: createWorkerStarter(),
        clock: systemClock,
        log,
        events,
        storeNow: store.clock.now,
        workerNow: machineTime,
      }),
    capacity: (isOwned) =>
      createCapacityWorld({
        registry: store.registry,
        poolMemoryMb: env.poolMemoryMb,
        slotCount: env.slotCount,
        shardCount: store.shardCount,
        now: store.clock.now,
        isOwned,
        foreignSignals: options.sharing.foreignSignals,
        callerCount: options.sharing.callerCount,
      }),
    onSampled: options.sharing.record,
    sendWake: (payloads) => wakeOwners(store.submitPool, payloads),
    held: new HeldJobs(),
    firstTie: randomTie(),
  });
}
