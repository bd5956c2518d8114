import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { OwnedShard } from './own-shards.ts';
import type { QueueStore } from './queue-store.ts';

const RENEW_MS = 500;
/**
 * A dead owner's shards are taken over this long after its last renewal. A living one may stand still for this less
 * `RENEW_MS`, 2.5 s, before it loses them: longer than any collection of garbage in our heap and any renewal that a store
 * is slow with (`query_timeout` 2 s). One that stood longer, paused as a whole, starts nothing more (`validUntil`) and settles
 * nothing (epoch): what it had in hand is delivered again, and that is all that a lease too short would cost.
 */
export const SHARD_TTL_MS = 3_000;
/**
 * An engine whose last beat is older does not count when shards are shared out. So one whose shards expired and were taken
 * over has no beat left that counts, even if it was half a second late with its last renewal: else what was just taken over would
 * be given away to it. Engines beat each second.
 */
export const LIVE_ENGINE_MS = SHARD_TTL_MS - RENEW_MS - 500;
/** Just after another's shard has expired, if it has. */
const AFTER_EXPIRY_MS = 5;
/** A shard that leaves waits this long for its running jobs; what runs longer is delivered again by the next owner. */
export const LEAVE_LIMIT_MS = 5_000;
const LEAVE_LOOK_MS = 25;
/** A shard that is still busy then stays, if another can leave in its stead; for so long it is asked last. */
export const SWAP_MS = 300;
const ASKED_LAST_MS = 30_000;

export interface ShardOwner extends Loop {
  /** One round of renewing, taking over and giving back; returns how long the next may wait. Called by the loop. */
  runOnce(): Promise<number>;
  /** The epoch of a shard whose jobs may be started: owned, not about to expire, not about to be given away. */
  epochOf(shard: number): number | undefined;
  /** The shards whose jobs may be started. */
  owned(): readonly number[];
  /** Gives every shard back. */
  releaseAll(): Promise<void>;
}

export interface ShardOwnerOptions {
  readonly store: Pick<QueueStore, 'renewShards' | 'claimShards' | 'releaseShards' | 'countEngines'>;
  readonly engineId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onGained: (shard: number) => void;
  /** Nothing of it may be started any more; what runs may end and be settled. */
  readonly onLeaving: (shard: number) => void;
  readonly onLost: (shard: number) => void;
  /** Whether jobs of it are in the hands of workers, or wait to be settled. */
  readonly isBusy: (shard: number) => boolean;
}

/**
 * Owns this engine's share of the shards: renews twice a second, takes over what expired, gives away what is above its share.
 * A shard leaves when its running jobs have ended, so that sharing out anew delivers nothing twice.
 */
export function createShardOwner(options: ShardOwnerOptions): ShardOwner {
  const { store, engineId, clock } = options;
  const shards = new Map<number, OwnedShard>();
  /** Since when a shard is on its way to another engine. */
  const leaving = new Map<number, number>();
  /** Since when a shard is known to have jobs that run for long. */
  const slow = new Map<number, number>();
  let validUntil = 0;

  const drop = (shard: number): void => {
    shards.delete(shard);
    leaving.delete(shard);
    slow.delete(shard);
    options.onLost(shard);
  };

  const adopt = (rows: readonly OwnedShard[]): void => {
    const kept = new Map(rows.map((row) => [row.shard, row]));
    for (const { shard, epoch } of [...shards.values()]) if (kept.get(shard)?.epoch !== epoch) drop(shard);
    for (const row of rows) gain(row);
  };

  const gain = (row: OwnedShard): void => {
    const isNew = !shards.has(row.shard);
    shards.set(row.shard, row);
    if (isNew) options.onGained(row.shard);
  };

  const claim = async (count: number): Promise<void> => {
    for (const row of await store.claimShards(engineId, SHARD_TTL_MS, count)) gain(row);
  };

  const stay = (shard: number): void => {
    leaving.delete(shard);
    options.onGained(shard);
  };

  /** Those that may leave, the slow ones last. */
  const staying = (): number[] => {
    const keys = [...shards.keys()].filter((shard) => !leaving.has(shard));
    return keys.toSorted((a, b) => (slow.get(a) ?? 0) - (slow.get(b) ?? 0));
  };

  /** Makes as many shards leave as are above the share, no more and no fewer. */
  const setLeaving = (count: number): void => {
    const now = clock.elapsed();
    for (const shard of [...leaving.keys()].slice(Math.max(0, count))) stay(shard);
    for (const shard of staying().slice(0, Math.max(0, count - leaving.size))) {
      leaving.set(shard, now);
      options.onLeaving(shard);
    }
  };

  /** Its other jobs need not wait for a long one to end while there is a shard without. */
  const keepSlow = (): void => {
    const now = clock.elapsed();
    for (const [shard, since] of slow) if (now - since >= ASKED_LAST_MS) slow.delete(shard);
    for (const [shard, since] of leaving) {
      const isQuickThere = staying().some((other) => !slow.has(other));
      if (now - since < SWAP_MS || slow.has(shard) || !isQuickThere || !options.isBusy(shard)) continue;
      slow.set(shard, now);
      stay(shard);
    }
  };

  /** The store is told first: a shard that could not be given away is still ours, under the same epoch. */
  const giveBack = async (rows: readonly OwnedShard[]): Promise<void> => {
    if (rows.length === 0) return;
    await store.releaseShards(engineId, rows);
    for (const { shard } of rows) drop(shard);
  };

  const releaseLeft = async (): Promise<void> => {
    const now = clock.elapsed();
    const isOver = ([shard, since]: [number, number]) => now - since >= LEAVE_LIMIT_MS || !options.isBusy(shard);
    await giveBack([...leaving].filter(isOver).flatMap(([shard]) => shards.get(shard) ?? []));
  };

  const runOnce = async (): Promise<number> => {
    const askedAt = clock.elapsed();
    adopt(await store.renewShards(engineId, SHARD_TTL_MS));
    validUntil = askedAt + SHARD_TTL_MS;
    const { shardCount, engineCount, nextExpiryMs } = await store.countEngines(engineId, LIVE_ENGINE_MS);
    const share = Math.ceil(shardCount / engineCount);
    keepSlow();
    setLeaving(shards.size - share);
    if (shards.size < share) await claim(share - shards.size);
    await releaseLeft();
    if (leaving.size > 0) return LEAVE_LOOK_MS;
    return Math.min(RENEW_MS, (nextExpiryMs ?? RENEW_MS) + AFTER_EXPIRY_MS);
  };

  const loop = createLoop({
    name: 'shard-owner',
    clock,
    log: options.log,
    runOnce: async () => ({ waitMs: await runOnce() }),
  });

  return {
    ...loop,
    runOnce,
    epochOf: (shard) => (clock.elapsed() < validUntil && !leaving.has(shard) ? shards.get(shard)?.epoch : undefined),
    owned: () => [...shards.keys()].filter((shard) => !leaving.has(shard)),
    releaseAll: () => giveBack([...shards.values()]),
  };
}
