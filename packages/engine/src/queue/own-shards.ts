import type { Pool } from 'pg';
import { claimShards as claim } from './sql/claim-shards.ts';
import { countLiveEngines } from './sql/count-live-engines.ts';
import { releaseShards as release } from './sql/release-shards.ts';
import { renewShards as renew } from './sql/renew-shards.ts';

export interface OwnedShard {
  readonly shard: number;
  readonly epoch: number;
  /** By the store's clock, unless it is renewed. */
  readonly expiresAt: number;
}

interface ShardRow {
  readonly shard: number;
  readonly epoch: number;
  readonly expires_at: number;
}

function toOwnedShard({ shard, epoch, expires_at }: ShardRow): OwnedShard {
  return { shard, epoch, expiresAt: expires_at };
}

export interface EngineCount {
  readonly shardCount: number;
  /** The asking engine included. */
  readonly engineCount: number;
  /** When the next shard of another engine expires if that engine does not renew it; null where no other owns any. */
  readonly nextExpiryMs: number | null;
}

/** Renews what this engine owns; returns it. */
export async function renewShards(pool: Pool, engineId: string, ttlMs: number): Promise<OwnedShard[]> {
  return (await pool.query<ShardRow>({ ...renew, values: [engineId, ttlMs] })).rows.map(toOwnedShard);
}

/** Takes over up to `count` free or expired shards under a new epoch; returns them. */
export async function claimShards(pool: Pool, engineId: string, ttlMs: number, count: number): Promise<OwnedShard[]> {
  return (await pool.query<ShardRow>({ ...claim, values: [engineId, ttlMs, count] })).rows.map(toOwnedShard);
}

/** Gives back the shards that were not renewed since. */
export async function releaseShards(pool: Pool, engineId: string, shards: readonly OwnedShard[]): Promise<void> {
  const values = [engineId, shards.map(({ shard }) => shard), shards.map(({ expiresAt }) => expiresAt)];
  await pool.query({ ...release, values });
}

/** Engines whose last beat is not older than `liveMs` and that renew what they own. */
export async function countEngines(pool: Pool, engineId: string, liveMs: number): Promise<EngineCount> {
  const row = (await pool.query({ ...countLiveEngines, values: [liveMs, engineId] })).rows[0];
  const nextExpiryMs = row?.next_expiry_ms == null ? null : Number(row.next_expiry_ms);
  return {
    shardCount: Number(row?.shard_count),
    engineCount: Math.max(1, Number(row?.engine_count)),
    nextExpiryMs,
  };
}
