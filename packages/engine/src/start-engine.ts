import { createPool } from '@leeway/db/pool';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { createAccountingService } from './accounting/accounting-service.ts';
import { createHistoryKeeper } from './accounting/history-keeper.ts';
import { createBeatService } from './beat/beat-service.ts';
import { createDelayService } from './delay/delay-service.ts';
import { createDispatcher, type Dispatcher } from './dispatcher/dispatcher.ts';
import { HeldJobs } from './dispatcher/held-jobs.ts';
import type { EngineEnv } from './env.ts';
import { createEngineServer } from './http/engine-server.ts';
import { createEngineMetrics } from './metrics/engine-metrics.ts';
import { createDeadTupleWatch } from './metrics/watch-dead-tuples.ts';
import { checkStore } from './queue/check-store.ts';
import { createSettler } from './queue/settler.ts';
import { createShardOwner } from './queue/shard-owner.ts';
import { createRegistry } from './registry/registry.ts';
import { getJob } from './reports/get-job.ts';
import { systemClock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';
import { newEngineId, systemRandom } from './runtime/random.ts';
import { createStoreClock } from './runtime/store-clock.ts';
import { createSubmitter } from './submitter/submit-jobs.ts';
import { createQueueTailer } from './tailers/queue-tailer.ts';
import { createWorkerPool } from './workers/worker-pool.ts';

/** Jobs in workers' hands get this long to end when the engine stops; what does not is delivered again by the next owner. */
const DRAIN_MS = 20_000;

export interface Engine {
  readonly engineId: string;
  /** Where programs submit, such as http://127.0.0.1:4100. */
  readonly url: string;
  /** Takes in nothing new, lets running jobs end, settles, gives the shards back. */
  stop(): Promise<void>;
}

/** The composition root: makes every part, hands each what it needs, and starts them in order. Throws where the store is unfit. */
export async function startEngine(env: EngineEnv, log: Log): Promise<Engine> {
  const clock = systemClock;
  const engineId = newEngineId();
  const submitPool = createQueuePool(env, 'leeway-submitter', 3);
  const queuePool = createQueuePool(env, 'leeway-engine', 8);
  const { shardCount } = await checkStore(queuePool, env.isUnsafeStoreAllowed);

  const storeClock = createStoreClock(queuePool, clock, log);
  await storeClock.syncOnce();
  const registry = createRegistry(queuePool, clock, log);
  await registry.refreshOnce();

  const held = new HeldJobs();
  const settler = createSettler({
    pool: queuePool,
    engineId,
    log,
    keeper: createHistoryKeeper(),
    wait: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
    onSettled: (settled, refused) => {
      metrics.settled(settled, refused);
      dispatcher.settled([...settled, ...refused]);
      const dueAts = settled.filter((s) => s.outcome === 'retried').map((s) => s.endedAt + s.retryWaitMs);
      if (dueAts.length > 0) delayService.expect(Math.min(...dueAts));
    },
  });
  const workers = createWorkerPool({
    slotCount: env.slotCount,
    handlersDir: env.handlersDir,
    clock,
    log,
    events: {
      onResults: (results) => dispatcher.onResults(results),
      onGivenBack: (leases) => dispatcher.onGivenBack(leases),
      onRoom: () => dispatcher.onRoom(),
    },
    storeOffsetMs: () => storeClock.now() - clock.now(),
  });
  const owner = createShardOwner({
    pool: queuePool,
    engineId,
    clock,
    log,
    onGained: () => tailer.sweepSoon(),
    onLost: (shard) => {
      tailer.dropShard(shard);
      dispatcher.dropShard(shard);
    },
  });
  const dispatcher: Dispatcher = createDispatcher({
    held,
    workers,
    settler,
    clock,
    random: systemRandom,
    log,
    findUseCase: registry.findByNo,
    epochOf: owner.epochOf,
    onTaken: (jobs) => tailer.taken(jobs),
    onReturned: (jobs) => tailer.returned(jobs),
  });
  const tailer = createQueueTailer({
    pool: queuePool,
    clock,
    log,
    held,
    ownedShards: owner.owned,
    isOwned: (shard) => owner.epochOf(shard) !== undefined,
    push: (jobs) => dispatcher.push(jobs),
  });
  const delayService = createDelayService({
    pool: queuePool,
    clock,
    log,
    now: storeClock.now,
    ownedShards: owner.owned,
    onDue: (jobs) => tailer.arrived(jobs),
  });
  const submitter = createSubmitter({
    pool: submitPool,
    now: storeClock.now,
    shardCount,
    onReady: (jobs) => {
      metrics.submitted(jobs.length);
      tailer.arrived(jobs);
    },
    onAhead: (dueAt, count) => {
      metrics.submitted(count);
      delayService.expect(dueAt);
    },
  });
  const deadTuples = createDeadTupleWatch(queuePool, clock, log);
  const metrics = createEngineMetrics({
    readyCount: dispatcher.readyCount,
    leasedCount: dispatcher.leasedCount,
    unsettledCount: settler.pendingCount,
    shardCount: () => owner.owned().length,
    deadTupleCount: deadTuples.count,
  });
  const accounting = createAccountingService(queuePool, clock, log);
  const beat = createBeatService({
    pool: queuePool,
    clock,
    log,
    engineId,
    startedAt: storeClock.now(),
    status: () => ({
      shardCount: owner.owned().length,
      leasedCount: dispatcher.leasedCount(),
      rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      slots: workers.views(),
    }),
  });
  const server = createEngineServer({
    log,
    submitter,
    now: storeClock.now,
    findKey: registry.findKey,
    findUseCase: async (name) => {
      const known = registry.findByName(name);
      if (known !== undefined) return known;
      await registry.refreshOnce().catch(() => false);
      return registry.findByName(name);
    },
    findUseCaseByNo: registry.findByNo,
    getJob: async (key) => {
      const job = await getJob(queuePool, key);
      return job.state === 'waiting' && dispatcher.isLeased(key) ? { ...job, state: 'leased' } : job;
    },
    isReady: () => canQuery(queuePool),
    metrics: metrics.text,
  });

  const services = [storeClock, registry, owner, workers, tailer, delayService, accounting, beat, deadTuples];
  for (const service of services) service.start();
  await server.listen({ host: env.host, port: env.port });

  const stop = async (): Promise<void> => {
    await server.close();
    await submitter.drain();
    await Promise.all([tailer.stop(), delayService.stop(), registry.stop()]);
    await withLimit(dispatcher.drain(), DRAIN_MS);
    await withLimit(settler.drain(), DRAIN_MS);
    await workers.stop();
    await owner.stop();
    await owner.releaseAll().catch((error: unknown) => log.warn({ err: error }, 'shards will expire by themselves'));
    await Promise.all([accounting.stop(), beat.stop(), storeClock.stop(), deadTuples.stop()]);
    await Promise.all([submitPool.end(), queuePool.end()]);
  };
  return { engineId, url: urlOf(server), stop };
}

/** Statements here always have an index to follow; statistics of a table that was empty a moment ago must not say otherwise. */
function createQueuePool(env: EngineEnv, applicationName: string, max: number): Pool {
  const sessionOptions = '-c enable_seqscan=off -c statement_timeout=30000';
  return createPool({ connectionString: env.connectionString, max, applicationName, sessionOptions });
}

async function canQuery(pool: Pool): Promise<boolean> {
  return await pool.query('select 1').then(
    () => true,
    () => false,
  );
}

function urlOf(server: FastifyInstance): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

async function withLimit(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
