import { createPool } from '@leeway/db/pool';
import type { Pool } from 'pg';
import type { EngineEnv } from '../env.ts';
import { checkStore } from '../queue/check-store.ts';
import { readStoreTime } from '../queue/read-store-time.ts';
import { createRegistry, type Registry } from '../registry/registry.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createStoreClock, type StoreClock } from '../runtime/store-clock.ts';

/** The store and what is read from it once before anything runs. */
export interface Store {
  /** For submissions alone, so that nothing else can keep them waiting. */
  readonly submitPool: Pool;
  readonly queuePool: Pool;
  /** For leases of programs: however many call, the tier's own work has its connections. */
  readonly leasePool: Pool;
  readonly shardCount: number;
  readonly clock: StoreClock;
  readonly registry: Registry;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly env: EngineEnv;
  readonly log: Log;
  readonly engineId: string;
  readonly wrapPool?: (pool: Pool) => Pool;
}

/** Connects, refuses a store that could lose accepted jobs, and reads its clock and the registry. */
export async function openStore({ env, log, engineId, wrapPool = (pool) => pool }: OpenOptions): Promise<Store> {
  const submitPool = wrapPool(createQueuePool(env, `leeway-submitter ${engineId}`, 3));
  const queuePool = wrapPool(createQueuePool(env, `leeway-engine ${engineId}`, 8));
  const leasePool = createQueuePool(env, `leeway-leases ${engineId}`, 4);
  const close = async () => {
    await Promise.all([submitPool.end(), queuePool.end(), leasePool.end()]);
  };
  try {
    const { shardCount } = await checkStore(queuePool, env.isUnsafeStoreAllowed);
    const clock = createStoreClock(() => readStoreTime(queuePool), systemClock, log);
    await clock.syncOnce();
    const registry = createRegistry(queuePool, systemClock, log);
    await registry.refreshOnce();
    return { submitPool, queuePool, leasePool, shardCount, clock, registry, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Named after its engine, so that pg_stat_activity tells whose session it is. A transaction that its engine has left open
 * (because it was frozen) is ended: it would hold locks, and keep vacuum from cleaning.
 * Statements here always have an index to follow in its order; statistics of a table that was empty a moment ago must not
 * say otherwise.
 */
function createQueuePool(env: EngineEnv, applicationName: string, max: number): Pool {
  const sessionOptions =
    '-c enable_seqscan=off -c enable_bitmapscan=off -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000';
  return createPool({ connectionString: env.connectionString, max, applicationName, sessionOptions });
}
