import { type CommandDesk, createCommandDesk } from '../../commands/command-desk.ts';
import { type JobPath, joinJobPath, type PathLimits, type ShardGate } from '../../composition/join-job-path.ts';
import { stopJobPath } from '../../composition/stop-job-path.ts';
import type { EngineLimits } from '../../dispatcher/dispatcher-event.ts';
import { OPEN_CAPACITY } from '../../dispatcher/open-capacity.ts';
import { HeldJobs } from '../../queue/held-jobs.ts';
import type { UseCaseEntry } from '../../registry/entries.ts';
import type { Log } from '../../runtime/log.ts';
import { createLoop } from '../../runtime/service.ts';
import { createStoreClock } from '../../runtime/store-clock.ts';
import { createWorkerPool } from '../../workers/worker-pool.ts';
import type { WorkerProcess } from '../../workers/worker-process-port.ts';
import { createSimulatedProcess, type SimulatedProcess } from '../simulated-process.ts';
import { removeBeat, writeBeat } from '../store/own-shards.ts';
import { readNow } from '../store/read-queue.ts';
import { createRemoteCommandStore, createRemoteStore, createStoreCaller } from './remote-store.ts';
import type { Run } from './run-ledger.ts';
import { createWorkerHost, type StartedJob, type WorkerHost } from './simulated-worker.ts';
import type { World } from './world.ts';

const BEAT_MS = 1_000;
/** Rarer than in an engine: nothing else would make as many events. */
const WATCH_MS = 100;
const RETRY_START_MS = 500;

/** One run of an engine process: the real parts, joined as the engine joins them, over the simulated world. */
export interface EngineHost {
  readonly engineId: string;
  readonly process: SimulatedProcess;
  readonly held: HeldJobs;
  readonly workers: WorkerHost;
  /** Null until it has started. */
  path(): JobPath | null;
  /** The network between it and the store is cut, or not. */
  setCut(isCut: boolean): void;
  crash(): void;
  /** Leaves in order; resolves when it has. */
  stop(): void;
  hasStopped(): boolean;
}

export interface EngineHooks {
  readonly sendWake: (payloads: readonly string[]) => Promise<void>;
  readonly onJobStart: (engineId: string) => void;
}

export function startEngineHost(world: World, number: number, hooks: EngineHooks): EngineHost {
  const engineId = `engine_${number}`;
  const chance = world.chance.split(engineId);
  const { plan, time, log } = world;
  const process = createSimulatedProcess({
    name: engineId,
    time,
    skewMs: chance.int(-plan.skewMs, plan.skewMs),
    onUncaught: (error) => world.fail(error),
  });
  let isCut = false;
  let path: JobPath | null = null;
  let hasStopped = false;
  let isLeaving = false;
  const faults = () => world.faults()?.store ?? null;
  const storeChance = chance.split('store');
  const call = createStoreCaller({
    server: world.server,
    process,
    time,
    chance: storeChance,
    log,
    faults,
    isCut: () => isCut,
  });
  const held = world.plant.held?.() ?? new HeldJobs();
  const remote = createRemoteStore(call, world.plant.statements);
  const store = world.plant.store?.(remote, process) ?? remote;
  const seen = world.plant.useCase ?? ((entry: UseCaseEntry) => entry);
  const seenWorker = world.plant.worker ?? ((worker: WorkerProcess) => worker);
  const useCases = new Map<number, UseCaseEntry>();
  for (const [no, entry] of world.useCases) {
    const learn = (): void => void useCases.set(no, seen(entry));
    if (plan.registryLagMs === 0) learn();
    else process.receive(chance.next() * plan.registryLagMs, null, learn);
  }
  const workers = createWorkerHost({
    engine: process,
    time,
    chance: chance.split('workers'),
    onStart: (job) => {
      hooks.onJobStart(engineId);
      return startRun(world, job, engineId);
    },
  });
  const { clock } = process;
  const engineLog = createHostLog(world, engineId);
  const storeClock = createStoreClock(() => call('readNow', readNow()), clock, engineLog);
  const watch = world.observer.grants.watch(engineId);

  const commands = createRemoteCommandStore(call);
  let desk: CommandDesk | null = null;
  /** Only where somebody changes jobs, so that all other seeds stay what they were. */
  const hasDesk = plan.cancelCount + plan.moveCount > 0;
  const gate: ShardGate = { onGained: () => desk?.wake(), isOpen: (shard) => desk?.hasLooked(shard) ?? false };

  const createDesk = ({ owner, tailer, dispatcher }: JobPath): CommandDesk =>
    createCommandDesk({
      store: world.plant.commands?.(commands) ?? commands,
      engineId,
      clock,
      log: engineLog,
      ownedShards: owner.owned,
      epochOf: owner.epochOf,
      held,
      holdFound: tailer.holdFound,
      isLeased: dispatcher.isLeased,
      withdraw: dispatcher.withdraw,
      cancelLeased: dispatcher.cancelLeased,
      onReturned: tailer.arrived,
      onCleared: tailer.gainShard,
    });

  const join = (): JobPath =>
    joinJobPath({
      ...(hasDesk ? { gate } : {}),
      engineId,
      store,
      clock,
      random: chance.split('random').next,
      log: engineLog,
      shardCount: plan.shardCount,
      now: storeClock.now,
      findUseCase: (no) => useCases.get(no),
      createWorkers: (events) =>
        createWorkerPool({
          slotCount: plan.slotCount,
          handlersDir: '',
          watchMs: WATCH_MS,
          startProcess: (options) => seenWorker(workers.startProcess(options)),
          clock,
          log: engineLog,
          events,
          storeNow: storeClock.now,
          workerNow: clock.now,
        }),
      remote: { exist: () => false, arrived: () => undefined },
      sendWake: hooks.sendWake,
      held,
      ...(plan.tightRows === null ? {} : { limits: tightLimits(plan.tightRows) }),
      firstTie: number * 2 ** 24,
      onSubmitted: () => undefined,
      capacity: () => ({ ...OPEN_CAPACITY, limitsOf }),
      onSettled: watch.onSettled,
      onStep: (event, effects) => world.guard(() => watch.onStep(event, effects)),
    });

  const beat = createLoop({
    name: 'beat',
    clock,
    log: engineLog,
    runOnce: async () => {
      await call('writeBeat', writeBeat(engineId));
      return { waitMs: BEAT_MS };
    },
  });

  const sharing = createLoop({
    name: 'sharing',
    clock,
    log: engineLog,
    runOnce: async () => {
      path?.dispatcher.tick();
      return { waitMs: BEAT_MS };
    },
  });

  const start = async (): Promise<void> => {
    try {
      await storeClock.syncOnce();
    } catch {
      process.receive(RETRY_START_MS, 'starts again', () => void start());
      return;
    }
    path = join();
    desk = hasDesk ? createDesk(path) : null;
    desk?.start();
    for (const service of [storeClock, path.owner, path.workers, path.tailer, path.delayService, beat, sharing])
      service.start();
    if (isLeaving) void stop(path);
  };

  const stop = async (running: JobPath): Promise<void> => {
    await desk?.stop();
    await stopJobPath(running, { clock, log: engineLog });
    await Promise.all([beat.stop(), sharing.stop(), storeClock.stop()]);
    await call('removeBeat', removeBeat(engineId)).catch(() => undefined);
    hasStopped = true;
    process.crash();
    workers.orphan();
  };

  process.receive(0, 'starts', () => void start());
  return {
    engineId,
    process,
    held,
    workers,
    path: () => (process.isAlive() && !isLeaving ? path : null),
    setCut: (cut) => {
      isCut = cut;
    },
    crash: () => {
      process.crash();
      workers.orphan();
    },
    stop: () => {
      if (isLeaving) return;
      isLeaving = true;
      if (path !== null) void stop(path);
    },
    hasStopped: () => hasStopped,
  };
}

/** The engine's part of a limit is looked at in the capacity simulation; here each engine may use it whole. */
function limitsOf({ cpuQuotaMsPerSecond, concurrencyLimit }: UseCaseEntry): EngineLimits {
  return { share: 1, cpuPerSecond: cpuQuotaMsPerSecond, concurrency: concurrencyLimit };
}

function tightLimits(rows: number): PathLimits {
  return { windowRows: () => rows, calmRows: rows, batchRows: rows };
}

/** A handler begins: its run is written down, and must be allowed. */
function startRun(world: World, job: StartedJob, engineId: string): Run {
  const at = world.time.now();
  world.log.add(world.elapsedMs(), `${engineId} runs ${job.key} attempt ${job.attempt}`);
  let run: Run = { ...job, engineId, startedAt: at, end: null, endedAt: 0 };
  world.guard(() => {
    run = world.observer.onJobStart({ ...job, engineId, at });
  });
  return run;
}

/** Warnings of an engine become part of the event log, in words that are the same in every run. */
function createHostLog(world: World, engineId: string): Log {
  const write = (fields: { err?: unknown }, message: string): void => {
    const cause = fields.err instanceof Error ? ` (${fields.err.message})` : '';
    world.log.add(world.elapsedMs(), `${engineId} says: ${message}${cause}`);
  };
  const log = { debug: () => undefined, info: write, warn: write, error: write };
  return log as unknown as Log;
}
