import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { createAccountingService } from './accounting/accounting-service.ts';
import { takeTurn } from './alarms/take-turn.ts';
import { createHeldSnapshotWatch } from './alarms/watch-held-snapshots.ts';
import { createAlertDeliveries } from './alerts/alert-deliveries.ts';
import { createAlertRules } from './alerts/alert-rules.ts';
import { guardedPost } from './alerts/guarded-post.ts';
import { createBeatService } from './beat/beat-service.ts';
import { createPolicyWatch } from './composition/compose-capacity.ts';
import { composeCommands } from './composition/compose-commands.ts';
import { composeJobPath } from './composition/compose-job-path.ts';
import { composeLeases, type LeasePath } from './composition/compose-leases.ts';
import { composeOperations } from './composition/compose-operations.ts';
import { composeRateLimits } from './composition/compose-rate-limits.ts';
import { composeSchedules } from './composition/compose-schedules.ts';
import { composeServer } from './composition/compose-server.ts';
import type { JobPath } from './composition/join-job-path.ts';
import { openStore, type Store } from './composition/open-store.ts';
import { stopJobPath } from './composition/stop-job-path.ts';
import type { EngineEnv } from './env.ts';
import { createEngineMetrics, type EngineMetrics } from './metrics/engine-metrics.ts';
import { createDeadTupleWatch } from './metrics/watch-dead-tuples.ts';
import { systemClock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';
import { newEngineId, systemRandom, systemRandomBytes } from './runtime/random.ts';
import type { Service } from './runtime/service.ts';
import { withLimit } from './runtime/with-limit.ts';
import { createSharingService } from './sharing/sharing-service.ts';
import { readNews } from './wake/queue-news.ts';
import { createWakeListener } from './wake/wake-listener.ts';

/** Those who watch, and connections, get this long to end: where the store says nothing, each would wait for its own limit in turn. */
const WATCHERS_END_MS = 5_000;

export interface StartOptions {
  /** Stands between the engine and its store: a test's way to break calls. */
  readonly wrapPool?: (pool: Pool) => Pool;
}

export interface Engine {
  readonly engineId: string;
  /** Where programs submit, such as http://127.0.0.1:4100. */
  readonly url: string;
  /** Takes in nothing new, lets running jobs end, settles, gives the shards back. */
  stop(): Promise<void>;
}

/** The composition root: makes every part, hands each what it needs, and starts them in order. Throws where the store is unfit. */
export async function startEngine(env: EngineEnv, log: Log, { wrapPool }: StartOptions = {}): Promise<Engine> {
  const engineId = newEngineId();
  const store = await openStore({ env, log, engineId, ...(wrapPool && { wrapPool }) });
  const sharing = createSharingService({
    pool: store.queuePool,
    clock: systemClock,
    log,
    engineId,
    now: store.clock.now,
    tick: () => path.dispatcher.tick(),
  });
  const { rateLimiter, rateShares } = composeRateLimits({
    store,
    engineId,
    log,
    onRefused: (limit, count) => metrics.rateLimited(limit, count),
    onGranted: sharing.recordSubmits,
  });
  const path = composeJobPath({
    env,
    store,
    engineId,
    log,
    sharing,
    rateLimiter,
    onSubmitted: (count) => metrics.submitted(count),
    onSettled: (settled, refused) => metrics.settled(settled, refused),
    gate: { onGained: () => commands.wake(), isOpen: (shard) => commands.hasLooked(shard) },
    remote: { exist: store.registry.hasRemote, arrived: (keys) => leasing.arrived(keys) },
  });
  const leasing = composeLeases({
    store,
    path,
    log,
    onEnded: (ends, lostCount) => metrics.leasesEnded(ends, lostCount),
  });
  const schedules = composeSchedules({
    store,
    path,
    leasing,
    log,
    onSubmitted: (count) => metrics.submitted(count),
  });
  const commands = composeCommands({ engineId, store, path, log });
  const operations = composeOperations({ engineId, store, path, leasing, log });
  const wakeListener = createWakeListener({
    connectionString: env.connectionString,
    clock: systemClock,
    log,
    onWake: (payload) => {
      leasing.lookSoon();
      const news = readNews(payload);
      if (news !== null) return path.heardOf(news);
      path.tailer.sweepSoon();
      operations.wake();
      commands.wake();
    },
  });
  const deadTuples = createDeadTupleWatch(store.queuePool, systemClock, log);
  const heldSnapshots = createHeldSnapshotWatch({
    pool: store.queuePool,
    clock: systemClock,
    log,
    limitMs: env.heldSnapshotMs,
  });
  const metrics = composeMetrics({
    path,
    leasing,
    deadTupleCount: deadTuples.count,
    idAge: deadTuples.idAge,
    oldestSnapshotMs: heldSnapshots.oldestMs,
  });
  const observers = [
    createAccountingService(store.queuePool, systemClock, log),
    composeBeat({ store, path, engineId, log }),
    deadTuples,
    heldSnapshots,
    sharing,
    createAlertRules({
      pool: store.queuePool,
      clock: systemClock,
      log,
      randomBytes: systemRandomBytes,
      takeTurn: async (everyMs) => {
        const turn = await takeTurn(store.queuePool, 'alertRules', everyMs);
        return turn?.isTurn ? turn.now : null;
      },
    }),
    createAlertDeliveries({
      pool: store.queuePool,
      clock: systemClock,
      log,
      now: store.clock.now,
      random: systemRandom,
      post: guardedPost,
      allowedHosts: env.webhookAllowedHosts,
    }),
    createPolicyWatch({
      registry: store.registry,
      clock: systemClock,
      log,
      now: store.clock.now,
      onChanged: () => path.dispatcher.policyChanged(),
    }),
    rateShares,
  ];
  const server = composeServer({ store, path, leasing, commands, log, metrics: metrics.text });
  const parts = [
    store.clock,
    store.registry,
    path.owner,
    path.workers,
    path.tailer,
    path.delayService,
    wakeListener,
    leasing,
    schedules,
    operations,
    commands,
  ];
  for (const service of [...parts, ...observers]) service.start();
  const stop = () =>
    stopInOrder({ server, store, path, leasing, schedules, operations, commands, wakeListener, observers, log });
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
  readonly leasing: LeasePath;
  readonly schedules: Service;
  readonly operations: Service;
  readonly commands: Service;
  readonly wakeListener: Service;
  readonly observers: readonly Service[];
  readonly log: Log;
}

/** Nothing new comes in, then what is here ends; those who watch stop last. */
async function stopInOrder(running: Running): Promise<void> {
  const { server, store, path, leasing, schedules, operations, commands, wakeListener, observers, log } = running;
  await leasing.stopCalls();
  await server.close();
  await Promise.all([wakeListener.stop(), leasing.stop(), schedules.stop(), operations.stop(), commands.stop()]);
  await stopJobPath(path, { clock: systemClock, log });
  const watchers = [...observers, store.registry, store.clock].map((service) => service.stop());
  await withLimit(Promise.all(watchers), WATCHERS_END_MS, systemClock);
  await withLimit(store.close(), WATCHERS_END_MS, systemClock);
}

interface Measured {
  readonly path: JobPath;
  readonly leasing: LeasePath;
  readonly deadTupleCount: () => number | null;
  readonly idAge: () => number | null;
  readonly oldestSnapshotMs: () => number | null;
}

function composeMetrics({ path, leasing, ...watched }: Measured): EngineMetrics {
  const { dispatcher, settler, owner } = path;
  return createEngineMetrics({
    readyCount: dispatcher.readyCount,
    leasedCount: dispatcher.leasedCount,
    unsettledCount: settler.pendingCount,
    shardCount: () => owner.owned().length,
    waitingCallCount: leasing.waitingCount,
    ...watched,
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
