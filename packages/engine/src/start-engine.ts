import type { FastifyInstance } from 'fastify';
import { createAccountingService } from './accounting/accounting-service.ts';
import { createBeatService } from './beat/beat-service.ts';
import { composeJobPath, type JobPath } from './composition/compose-job-path.ts';
import { composeServer } from './composition/compose-server.ts';
import { openStore, type Store } from './composition/open-store.ts';
import type { EngineEnv } from './env.ts';
import { createEngineMetrics, type EngineMetrics } from './metrics/engine-metrics.ts';
import { createDeadTupleWatch } from './metrics/watch-dead-tuples.ts';
import { systemClock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';
import { newEngineId } from './runtime/random.ts';
import type { Service } from './runtime/service.ts';

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
  const engineId = newEngineId();
  const store = await openStore(env, log, engineId);
  const path = composeJobPath({
    env,
    store,
    engineId,
    log,
    onSubmitted: (count) => metrics.submitted(count),
    onSettled: (settled, refused) => metrics.settled(settled, refused),
  });
  const deadTuples = createDeadTupleWatch(store.queuePool, systemClock, log);
  const metrics = composeMetrics(path, deadTuples.count);
  const observers = [
    createAccountingService(store.queuePool, systemClock, log),
    composeBeat({ store, path, engineId, log }),
    deadTuples,
  ];
  const server = composeServer({ store, path, log, metrics: metrics.text });
  const parts = [
    store.clock,
    store.registry,
    path.owner,
    path.workers,
    path.tailer,
    path.delayService,
    path.wakeListener,
  ];
  for (const service of [...parts, ...observers]) service.start();
  const stop = () => stopInOrder({ server, store, path, observers, log });
  try {
    await server.listen({ host: env.host, port: env.port });
  } catch (error) {
    await stop();
    throw error;
  }
  return { engineId, url: urlOf(server), stop };
}

interface Running {
  readonly server: FastifyInstance;
  readonly store: Store;
  readonly path: JobPath;
  readonly observers: readonly Service[];
  readonly log: Log;
}

/** The order of a job's way: no new ones, then those in hand, then their settlement, then the shards. */
async function stopInOrder({ server, store, path, observers, log }: Running): Promise<void> {
  await server.close();
  await path.submitter.drain();
  await Promise.all([path.wakeSender, path.wakeListener].map((service) => service.stop()));
  await Promise.all([path.tailer.stop(), path.delayService.stop(), store.registry.stop()]);
  await withLimit(path.dispatcher.drain(), DRAIN_MS);
  await withLimit(path.settler.drain(), DRAIN_MS);
  await path.workers.stop();
  await path.owner.stop();
  await path.owner.releaseAll().catch((error: unknown) => log.warn({ err: error }, 'shards will expire by themselves'));
  await Promise.all([...observers, store.clock].map((service) => service.stop()));
  await store.close();
}

function composeMetrics({ dispatcher, settler, owner }: JobPath, deadTupleCount: () => number | null): EngineMetrics {
  return createEngineMetrics({
    readyCount: dispatcher.readyCount,
    leasedCount: dispatcher.leasedCount,
    unsettledCount: settler.pendingCount,
    shardCount: () => owner.owned().length,
    deadTupleCount,
  });
}

function composeBeat({
  store,
  path,
  engineId,
  log,
}: {
  store: Store;
  path: JobPath;
  engineId: string;
  log: Log;
}): Service {
  return createBeatService({
    pool: store.queuePool,
    clock: systemClock,
    log,
    engineId,
    startedAt: store.clock.now(),
    status: () => ({
      shardCount: path.owner.owned().length,
      leasedCount: path.dispatcher.leasedCount(),
      rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      slots: path.workers.views(),
    }),
  });
}

function urlOf(server: FastifyInstance): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

async function withLimit(work: Promise<void>, limitMs: number): Promise<void> {
  const limit = new Promise<void>((resolve) => {
    const cancel = systemClock.after(limitMs, resolve);
    void work.finally(cancel);
  });
  await Promise.race([work, limit]);
}
