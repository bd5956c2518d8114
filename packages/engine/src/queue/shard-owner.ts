import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { OwnedShard } from './own-shards.ts';
import type { QueueStore } from './queue-store.ts';

const RENEW_MS = 1_000;
/** A dead owner's shards are taken over this long after its last renewal. */
export const SHARD_TTL_MS = 4_000;
/** An engine whose last beat is older does not count when shards are shared out. */
const LIVE_ENGINE_MS = 5_000;

export interface ShardOwner extends Loop {
  /** One round of renewing, taking over and giving back; called by the loop. */
  runOnce(): Promise<void>;
  /** The epoch of a shard that is owned now and not about to expire, else undefined. */
  epochOf(shard: number): number | undefined;
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
  readonly onLost: (shard: number) => void;
}

/** Owns this engine's share of the shards: renews each second, takes over what expired, gives back what is above its share. */
export function createShardOwner(options: ShardOwnerOptions): ShardOwner {
  const { store, engineId, clock } = options;
  const epochs = new Map<number, number>();
  let validUntil = 0;

  const drop = (shard: number): void => {
    epochs.delete(shard);
    options.onLost(shard);
  };

  const adopt = (rows: readonly OwnedShard[]): void => {
    const kept = new Map(rows.map((row) => [row.shard, row.epoch]));
    for (const [shard, epoch] of [...epochs]) if (kept.get(shard) !== epoch) drop(shard);
    for (const [shard, epoch] of kept) gain(shard, epoch);
  };

  const gain = (shard: number, epoch: number): void => {
    if (epochs.has(shard)) return;
    epochs.set(shard, epoch);
    options.onGained(shard);
  };

  const fairShare = async (): Promise<number> => {
    const { shardCount, engineCount } = await store.countEngines(engineId, LIVE_ENGINE_MS);
    return Math.ceil(shardCount / engineCount);
  };

  const claim = async (count: number): Promise<void> => {
    for (const { shard, epoch } of await store.claimShards(engineId, SHARD_TTL_MS, count)) gain(shard, epoch);
  };

  const giveBack = async (shards: readonly number[]): Promise<void> => {
    for (const shard of shards) drop(shard);
    await store.releaseShards(engineId, shards);
  };

  const runOnce = async (): Promise<void> => {
    const askedAt = clock.elapsed();
    adopt(await store.renewShards(engineId, SHARD_TTL_MS));
    validUntil = askedAt + SHARD_TTL_MS;
    const share = await fairShare();
    if (epochs.size < share) await claim(share - epochs.size);
    else if (epochs.size > share) await giveBack([...epochs.keys()].slice(share));
  };

  const loop = createLoop({
    name: 'shard-owner',
    clock,
    log: options.log,
    runOnce: async () => {
      await runOnce();
      return { waitMs: RENEW_MS };
    },
  });

  return {
    ...loop,
    runOnce,
    epochOf: (shard) => (clock.elapsed() < validUntil ? epochs.get(shard) : undefined),
    owned: () => [...epochs.keys()],
    releaseAll: () => giveBack([...epochs.keys()]),
  };
}
