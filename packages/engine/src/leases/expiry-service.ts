import type { ForeignLease } from '../queue/foreign-lease.ts';
import type { ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { ExpirySearch } from '../queue/keep-foreign-leases.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import type { LeaseEnding } from './end-leases.ts';

const TICK_MS = 500;
const ROWS_PER_SHARD = 250;
/** What a shard's owner has not ended by then, any engine ends: its owner may be dead. */
const FOREIGN_GRACE_MS = 1_500;
/** A lease's expiry lies ahead when it is written, and no statement lives longer than this: nothing appears further back. */
const COMMIT_LIMIT_MS = 60_000;
/** How often the searches begin at the beginning of time all the same. */
const WHOLE_SEARCH_MS = 300_000;
const IS_DATA = /^2[23]/;

export interface ExpiryServiceOptions {
  readonly store: Pick<ForeignLeaseStore, 'findExpired' | 'release'>;
  readonly endExpired: LeaseEnding['endExpired'];
  readonly shardCount: number;
  readonly ownedShards: () => readonly number[];
  readonly clock: Clock;
  readonly log: Log;
  /** Store time, estimated. */
  readonly now: () => number;
}

export interface ExpiryService extends Loop {
  /** Ends what has expired by the store's clock; returns how many leases. */
  runOnce(): Promise<number>;
}

/** An expiry is a nack. A shard's owner looks after its leases, so that two engines seldom want the same ones; the store lets one of them win. */
export function createExpiryService(options: ExpiryServiceOptions): ExpiryService {
  const { store, clock } = options;
  let fromAt = 0;
  let wholeSearchAt = 0;

  const searches = (): ExpirySearch[] => {
    const owned = new Set(options.ownedShards());
    return Array.from({ length: options.shardCount }, (_, shard) => ({
      shard,
      fromAt,
      graceMs: owned.has(shard) ? 0 : FOREIGN_GRACE_MS,
    }));
  };

  const runOnce = async (): Promise<number> => {
    if (clock.elapsed() >= wholeSearchAt) fromAt = 0;
    const startedAt = options.now();
    const isWhole = fromAt === 0;
    const { now, leases, orphans } = await store.findExpired(searches(), ROWS_PER_SHARD);
    if (orphans.length > 0) await store.release(orphans);
    const endedCount = leases.length > 0 ? await endAll(leases, now) : 0;
    if (leases.length + orphans.length > 0) return endedCount;
    fromAt = startedAt - COMMIT_LIMIT_MS;
    if (isWhole) wholeSearchAt = clock.elapsed() + WHOLE_SEARCH_MS;
    return 0;
  };

  /** One lease that cannot be ended does not keep the others: they are tried alone. */
  const endAll = async (leases: readonly ForeignLease[], now: number): Promise<number> => {
    try {
      return await options.endExpired(leases, now);
    } catch (error) {
      if (!IS_DATA.test(sqlStateOf(error))) throw error;
      if (leases.length === 1)
        options.log.error({ err: error, job: leases[0]?.key }, 'an expired lease cannot be ended');
      if (leases.length === 1) return 0;
      const middle = Math.ceil(leases.length / 2);
      return (await endAll(leases.slice(0, middle), now)) + (await endAll(leases.slice(middle), now));
    }
  };

  const loop = createLoop({
    name: 'lease-expiry',
    clock,
    log: options.log,
    runOnce: async () => ({ waitMs: (await runOnce()) > 0 ? 0 : TICK_MS }),
  });
  return { ...loop, runOnce };
}
