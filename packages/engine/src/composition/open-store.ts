import { createPool, fillPool, type PoolOptions } from '@leeway/db/pool';
import { LIMITS } from '@leeway/domain/limits';
import type { Pool } from 'pg';
import type { EngineEnv } from '../env.ts';
import { checkStore } from '../queue/check-store.ts';
import { readStoreTime } from '../queue/read-store-time.ts';
import { IN_INDEX_ORDER } from '../queue/session-options.ts';
import { createRegistry, type Registry } from '../registry/registry.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createStoreClock, type StoreClock } from '../runtime/store-clock.ts';

/** A statement that is not answered in this time never is: its connection is given up, and the caller asks again. */
const QUEUE_TIMEOUTS = { connectTimeoutMs: 5_000, queryTimeoutMs: 15_000 } as const;
const READ_TIMEOUTS = { connectTimeoutMs: 1_000, queryTimeoutMs: 3_000 } as const;
/** The store ends a submission itself before it is given up here: then it is known that nothing was stored. */
const SUBMIT_TIMEOUTS = {
  connectTimeoutMs: LIMITS.submitConnectMs,
  queryTimeoutMs: LIMITS.submitStatementMs,
  sessionOptions: `-c statement_timeout=${LIMITS.submitStatementMs - 500} -c lock_timeout=1000`,
} as const;

/** The store and what is read from it once before anything runs. */
export interface Store {
  /** For submissions alone, so that nothing else can keep them waiting. */
  readonly submitPool: Pool;
  readonly queuePool: Pool;
  /** For whoever asks about a job: however many do, the tier's own work has its connections. */
  readonly readPool: Pool;
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
  const open = (
    role: string,
    options: Pick<PoolOptions, 'max' | 'connectTimeoutMs' | 'queryTimeoutMs' | 'sessionOptions'>,
  ) => createQueuePool(env, { applicationName: `leeway-${role} ${engineId}`, ...options });
  const submitPool = wrapPool(open('submitter', { max: 3, ...SUBMIT_TIMEOUTS }));
  const queuePool = wrapPool(open('engine', { max: 8, ...QUEUE_TIMEOUTS }));
  const readPool = open('reader', { max: 2, ...READ_TIMEOUTS });
  const leasePool = wrapPool(open('leases', { max: 4, ...QUEUE_TIMEOUTS }));
  const close = async () => {
    await Promise.all([submitPool, queuePool, readPool, leasePool].map((pool) => pool.end()));
  };
  try {
    const { shardCount } = await checkStore(queuePool, env.isUnsafeStoreAllowed);
    const clock = createStoreClock(() => readStoreTime(queuePool), systemClock, log);
    await clock.syncOnce();
    const registry = createRegistry(queuePool, systemClock, log);
    await registry.refreshOnce();
    await reserve([submitPool, queuePool], log);
    return { submitPool, queuePool, readPool, leasePool, shardCount, clock, registry, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** An engine with some of its connections works, only slower: it opens the others when it can. */
async function reserve(pools: readonly Pool[], log: Log): Promise<void> {
  try {
    await Promise.all(pools.map(fillPool));
  } catch (error) {
    log.warn({ err: error }, "the store does not give all of the engine's connections");
  }
}

/**
 * Named after its engine, so that pg_stat_activity tells whose session it is. A transaction that its engine has left open
 * (because it was frozen) is ended: it would hold locks, and keep vacuum from cleaning.
 */
function createQueuePool(
  env: EngineEnv,
  { sessionOptions: more = '', ...options }: Omit<PoolOptions, 'connectionString'>,
): Pool {
  const sessionOptions = `${IN_INDEX_ORDER} -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000`;
  return createPool({
    connectionString: env.connectionString,
    sessionOptions: `${sessionOptions} ${more}`,
    isKept: true,
    ...options,
  });
}
