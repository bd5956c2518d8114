import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createQueueStore } from './queue-store.ts';
import { createShardOwner, SHARD_TTL_MS } from './shard-owner.ts';

describe('shard owners', () => {
  let database: TestDatabase;
  let elapsed = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    elapsed = 0;
    await database.pool.query('truncate engine_beat');
    await database.pool.query('update shard_lease set owner = null, epoch = 0, expires_at = 0');
  });

  const clock = { ...systemClock, elapsed: () => elapsed };
  const ownerOf = (engineId: string) => {
    const lost: number[] = [];
    const owner = createShardOwner({
      store: createQueueStore(database.pool),
      engineId,
      clock,
      log: createLog('test', 'silent'),
      onGained: () => undefined,
      onLost: (shard) => lost.push(shard),
    });
    return { owner, lost };
  };
  const beat = async (engineId: string) =>
    await database.pool.query(
      `insert into engine_beat values ($1, 'here', 0, now_ms(), '{}') on conflict (id) do update set beat_at = now_ms()`,
      [engineId],
    );

  it('one engine owns all; a second takes half, and no shard has two owners', async () => {
    const a = ownerOf('engine_a');
    const b = ownerOf('engine_b');
    await beat('engine_a');
    await a.owner.runOnce();
    expect(a.owner.owned().length).toBe(16);
    await beat('engine_b');
    await a.owner.runOnce();
    await b.owner.runOnce();
    expect([a.owner.owned().length, b.owner.owned().length]).toEqual([8, 8]);
    expect(new Set([...a.owner.owned(), ...b.owner.owned()]).size).toBe(16);
  });

  it('what a dead owner held is taken over with a higher epoch, and the dead one notices', async () => {
    const a = ownerOf('engine_a');
    const b = ownerOf('engine_b');
    await a.owner.runOnce();
    await database.pool.query('update shard_lease set expires_at = 0');
    await b.owner.runOnce();
    expect(b.owner.epochOf(3)).toBe(2);
    await a.owner.runOnce();
    expect(a.lost.length).toBe(16);
    expect(a.owner.epochOf(3)).toBeUndefined();
  });

  it('an owner that could not renew in time stops trusting its shards before anybody else can take them', async () => {
    const a = ownerOf('engine_a');
    await a.owner.runOnce();
    expect(a.owner.epochOf(0)).toBe(1);
    elapsed = SHARD_TTL_MS;
    expect(a.owner.epochOf(0)).toBeUndefined();
  });
});
