import type { EngineCount, OwnedShard } from '../../queue/own-shards.ts';
import type { ShardRow, Tables } from './rows.ts';
import type { Statement } from './simulated-store.ts';

/** The statements about owners of shards; each as the file of its name in queue/sql. */
function shardsInOrder(tables: Tables): ShardRow[] {
  return [...tables.shard.values()].sort((a, b) => a.shard - b.shard);
}

export function renewShards(engineId: string, ttlMs: number): Statement<OwnedShard[]> {
  return function* (tx) {
    const renewed: OwnedShard[] = [];
    for (const { shard, owner } of shardsInOrder(tx.tables)) {
      if (owner !== engineId) continue;
      const id = String(shard);
      yield* tx.lock(`shard ${id}`);
      const row = tx.tables.shard.get(id);
      if (row?.owner !== engineId) continue;
      const expiresAt = tx.now() + ttlMs;
      tx.put('shard', id, { ...row, expiresAt });
      renewed.push({ shard, epoch: row.epoch, expiresAt });
    }
    return renewed;
  };
}

export function claimShards(engineId: string, ttlMs: number, count: number): Statement<OwnedShard[]> {
  // biome-ignore lint/correctness/useYield: it passes over what is locked instead of waiting
  return function* (tx) {
    const claimed: OwnedShard[] = [];
    for (const row of shardsInOrder(tx.tables)) {
      if (claimed.length >= count) break;
      const id = String(row.shard);
      if (row.owner !== null && row.expiresAt >= tx.now()) continue;
      if (!tx.tryLock(`shard ${id}`)) continue;
      const epoch = row.epoch + 1;
      const expiresAt = tx.now() + ttlMs;
      tx.put('shard', id, { ...row, owner: engineId, epoch, expiresAt });
      claimed.push({ shard: row.shard, epoch, expiresAt });
    }
    return claimed;
  };
}

export function releaseShards(engineId: string, shards: readonly OwnedShard[]): Statement<void> {
  return function* (tx) {
    for (const { shard, expiresAt } of shards.toSorted((a, b) => a.shard - b.shard)) {
      const id = String(shard);
      const isSame = (row: ShardRow | undefined): row is ShardRow => {
        return row?.owner === engineId && row.expiresAt === expiresAt;
      };
      if (!isSame(tx.tables.shard.get(id))) continue;
      yield* tx.lock(`shard ${id}`);
      const row = tx.tables.shard.get(id);
      if (isSame(row)) tx.put('shard', id, { ...row, owner: null, expiresAt: 0 });
    }
  };
}

export function countEngines(engineId: string, liveMs: number): Statement<EngineCount> {
  return function* ({ tables, now: storeNow }) {
    const now = storeNow();
    const shards = [...tables.shard.values()];
    const expired = new Set(shards.filter((row) => row.owner !== null && row.expiresAt < now).map((row) => row.owner));
    const live = [...tables.beat.values()].filter((row) => row.beatAt > now - liveMs && !expired.has(row.engineId));
    const others = shards.filter((row) => row.owner !== null && row.owner !== engineId && row.expiresAt >= now);
    return {
      shardCount: shards.length,
      engineCount: new Set([engineId, ...live.map((row) => row.engineId)]).size,
      nextExpiryMs: others.length === 0 ? null : Math.min(...others.map((row) => row.expiresAt)) - now,
    };
  };
}

/** What an engine says of itself each second. */
export function writeBeat(engineId: string): Statement<void> {
  return function* (tx) {
    yield* tx.lock(`beat ${engineId}`);
    tx.put('beat', engineId, { engineId, beatAt: tx.now() });
  };
}

export function removeBeat(engineId: string): Statement<void> {
  return function* (tx) {
    yield* tx.lock(`beat ${engineId}`);
    tx.remove('beat', engineId);
  };
}
