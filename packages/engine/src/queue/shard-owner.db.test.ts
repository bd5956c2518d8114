import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createQueueStore } from './queue-store.ts';
import { createShardOwner, LEAVE_LIMIT_MS, LIVE_ENGINE_MS, SHARD_TTL_MS, SWAP_MS } from './shard-owner.ts';

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
    const left: number[] = [];
    const busy = new Set<number>();
    const store = createQueueStore(database.pool);
    let releaseFails = false;
    const owner = createShardOwner({
      store: {
        ...store,
        releaseShards: async (...input) => {
          if (!releaseFails) return await store.releaseShards(...input);
          releaseFails = false;
          throw new Error('away');
        },
      },
      engineId,
      clock,
      log: createLog('test', 'silent'),
      onGained: () => undefined,
      onLeaving: (shard) => left.push(shard),
      onLost: (shard) => lost.push(shard),
      isBusy: (shard) => busy.has(shard),
    });
    const failsToRelease = () => {
      releaseFails = true;
    };
    return { owner, lost, left, busy, failsToRelease };
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

  it('a shard leaves when its running jobs have ended, and not before', async () => {
    const a = ownerOf('engine_a');
    const b = ownerOf('engine_b');
    await a.owner.runOnce();
    for (const shard of a.owner.owned()) a.busy.add(shard);
    await beat('engine_b');
    await a.owner.runOnce();
    await b.owner.runOnce();
    expect([a.left.length, a.lost.length, a.owner.owned().length, b.owner.owned().length]).toEqual([8, 0, 8, 0]);
    expect(a.owner.epochOf(a.left[0] ?? -1)).toBeUndefined();
    const [first] = a.left;
    a.busy.delete(first ?? -1);
    await a.owner.runOnce();
    await b.owner.runOnce();
    expect(a.lost).toEqual([first]);
    expect(b.owner.owned()).toEqual([first]);
  });

  it('a shard with a long job stays where another can leave in its stead', async () => {
    const a = ownerOf('engine_a');
    await a.owner.runOnce();
    await beat('engine_b');
    for (const shard of a.owner.owned()) a.busy.add(shard);
    await a.owner.runOnce();
    const [slow, ...others] = a.left;
    for (const shard of others) a.busy.delete(shard);
    for (const shard of a.owner.owned()) a.busy.delete(shard);
    elapsed = SWAP_MS;
    await a.owner.runOnce();
    expect(a.owner.epochOf(slow ?? -1)).toBe(1);
    expect(a.lost.length).toBe(8);
    expect(a.lost).not.toContain(slow);
  });

  it('a shard whose jobs run for long leaves all the same, after a while', async () => {
    const a = ownerOf('engine_a');
    await a.owner.runOnce();
    for (const shard of a.owner.owned()) a.busy.add(shard);
    await beat('engine_b');
    await a.owner.runOnce();
    elapsed = SWAP_MS;
    await a.owner.runOnce();
    expect([a.left.length, a.lost.length]).toEqual([16, 0]);
    elapsed = SWAP_MS + LEAVE_LIMIT_MS;
    await a.owner.runOnce();
    expect(a.lost.length).toBe(8);
  });

  it('a shard that was to leave stays when the engine that was to have it is gone', async () => {
    const a = ownerOf('engine_a');
    await a.owner.runOnce();
    for (const shard of a.owner.owned()) a.busy.add(shard);
    await beat('engine_b');
    await a.owner.runOnce();
    await database.pool.query('truncate engine_beat');
    await a.owner.runOnce();
    expect([a.owner.owned().length, a.lost.length]).toEqual([16, 0]);
    expect(a.owner.epochOf(a.left[0] ?? -1)).toBe(1);
  });

  it('a shard that the store did not take back is still owned, under the same epoch', async () => {
    const a = ownerOf('engine_a');
    await a.owner.runOnce();
    await beat('engine_b');
    a.failsToRelease();
    await expect(a.owner.runOnce()).rejects.toThrow('away');
    expect(a.lost).toEqual([]);
    await a.owner.runOnce();
    expect(a.lost.length).toBe(8);
  });

  it('an engine that let a shard expire has no share, however fresh its beat', async () => {
    const a = ownerOf('engine_a');
    const b = ownerOf('engine_b');
    await beat('engine_a');
    await a.owner.runOnce();
    await database.pool.query('update shard_lease set expires_at = now_ms() - 1');
    await b.owner.runOnce();
    expect(b.owner.owned().length).toBe(16);
  });

  it('keeps what it took over from a dead engine whose last beat is as fresh as it can be', async () => {
    const b = ownerOf('engine_b');
    await database.pool.query(`update shard_lease set owner = 'engine_a', epoch = 1, expires_at = now_ms() - 1`);
    await b.owner.runOnce();
    // The last beat of a dead engine may be younger than its last renewal by the time between two renewals, and a late one by more.
    await beat('engine_a');
    await database.pool.query(`update engine_beat set beat_at = now_ms() - $1::bigint`, [LIVE_ENGINE_MS]);
    await b.owner.runOnce();
    expect([b.owner.owned().length, b.left]).toEqual([16, []]);
  });

  it('a call that gives shards back, given up and carried out late, takes away nothing that was renewed since', async () => {
    const store = createQueueStore(database.pool);
    const [first] = await store.claimShards('engine_a', 4_000, 1);
    await database.pool.query('select pg_sleep(0.005)');
    const [renewed] = await store.renewShards('engine_a', 4_000);
    await store.releaseShards('engine_a', first === undefined ? [] : [first]);
    expect(await store.renewShards('engine_a', 4_000)).toMatchObject([
      { shard: renewed?.shard, epoch: renewed?.epoch },
    ]);
    await store.releaseShards('engine_a', await store.renewShards('engine_a', 4_000));
    expect(await store.renewShards('engine_a', 4_000)).toEqual([]);
  });

  it('looks again as soon as a shard of another engine can have expired', async () => {
    const a = ownerOf('engine_a');
    const b = ownerOf('engine_b');
    await a.owner.runOnce();
    await database.pool.query('update shard_lease set expires_at = now_ms() + 300');
    const waitMs = await b.owner.runOnce();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(305);
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
