import type { TestDatabase } from '@leeway/db/testing';
import { createLeaseEnding, type LeaseEnding } from '../leases/end-leases.ts';
import { createExpiryService, type ExpiryService } from '../leases/expiry-service.ts';
import { extendLeases } from '../leases/extend-leases.ts';
import { gatherEnds } from '../leases/gather-ends.ts';
import { createLeaser, type Leaser } from '../leases/leaser.ts';
import { createForeignLeaseStore, type ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { ForeignLeases } from '../queue/foreign-leases.ts';
import { createHistoryKeeper } from '../queue/history-keeper.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';

export const SHARD_COUNT = 16;

/** What an engine has for leases, without the rest of it. */
export interface LeaseEngine extends ForeignLeases {
  readonly leaser: Leaser;
  readonly expiry: ExpiryService;
  readonly ending: LeaseEnding;
}

export interface LeaseEngineOptions {
  readonly useCase: UseCaseEntry;
  /** Which shards' leases it looks after first. */
  readonly ownedShards: readonly number[];
  readonly random: Random;
  /** Stands between it and the store. */
  readonly wrap?: (store: ForeignLeaseStore) => ForeignLeaseStore;
}

export function createLeaseEngine({ pool }: TestDatabase, options: LeaseEngineOptions): LeaseEngine {
  const { useCase, ownedShards, random, wrap = (store) => store } = options;
  const log = createLog('test', 'silent');
  const store = wrap(createForeignLeaseStore(pool));
  const base = { store, clock: systemClock, log, now: Date.now, shardCount: SHARD_COUNT };
  const leaser = createLeaser({ ...base, mayStart: () => true });
  const ending = createLeaseEnding({
    store,
    keeper: createHistoryKeeper(),
    random,
    findUseCase: () => useCase,
    onEnded: () => undefined,
  });
  return {
    leaser,
    ending,
    expiry: createExpiryService({ ...base, endExpired: ending.endExpired, ownedShards: () => ownedShards }),
    lease: leaser.lease,
    giveBack: leaser.giveBack,
    extend: (extensions) => extendLeases(store, extensions),
    end: gatherEnds(ending.endByWord, log).end,
  };
}

/** Each call fails now and then, before it reached the store or after it was carried out. */
export function withFaults(store: ForeignLeaseStore, random: Random, share: number): ForeignLeaseStore {
  const faulty =
    <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      const chance = random();
      if (chance < share / 2) throw new Error('the connection broke before the call');
      const answer = await call(...args);
      if (chance < share) throw new Error('the connection broke before the answer');
      return answer;
    };
  return {
    claim: faulty(store.claim),
    findFree: faulty(store.findFree),
    readInForce: faulty(store.readInForce),
    end: faulty(store.end),
    extend: faulty(store.extend),
    release: faulty(store.release),
    findExpired: faulty(store.findExpired),
  };
}
