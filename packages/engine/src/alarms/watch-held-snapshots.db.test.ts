import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readTierOverview } from '../reports/read-tier-overview.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createHeldSnapshotWatch } from './watch-held-snapshots.ts';

const LIMIT_MS = 300;

describe('a snapshot that is held', () => {
  let database: TestDatabase;
  let holder: PoolClient;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  afterEach(() => holder.release(true));

  const hold = async (statement: string) => {
    holder = await database.pool.connect();
    await holder.query("set application_name = 'monthly report'");
    await holder.query('begin isolation level repeatable read');
    await holder.query(statement);
    return (await holder.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  };
  const watchOf = () =>
    createHeldSnapshotWatch({
      pool: database.pool,
      clock: systemClock,
      log: createLog('test', 'silent'),
      limitMs: LIMIT_MS,
      lookMs: 0,
    });
  const alarms = async () => (await readTierOverview(database.pool, { rangeMs: 60_000 })).alarms;

  it('is an alarm that names who holds it, once it is old enough, and ends with it', async () => {
    const watch = watchOf();
    const pid = await hold("select 'a secret' as x, count(*) from job");
    await watch.runOnce();
    expect(await alarms()).toEqual([]);
    await expect.poll(async () => (await watch.runOnce()) && (await alarms()).length, { timeout: 10_000 }).toBe(1);
    const [alarm] = await alarms();
    expect(alarm?.holder).toMatchObject({
      kind: 'session',
      pid,
      application: 'monthly report',
      state: 'idle in transaction',
      query: expect.not.stringContaining('secret'),
    });
    expect(watch.oldestMs()).toBeGreaterThan(LIMIT_MS);
    const raisedAt = alarm?.raisedAt;
    await watch.runOnce();
    expect((await alarms())[0]?.raisedAt).toBe(raisedAt);

    await holder.query('commit');
    await watch.runOnce();
    expect(await alarms()).toEqual([]);
  });

  it('is looked for by one engine in turn', async () => {
    await hold('select 1');
    await database.pool.query('update alarm set looked_at = 0');
    const watches = Array.from({ length: 4 }, () =>
      createHeldSnapshotWatch({
        pool: database.pool,
        clock: systemClock,
        log: createLog('test', 'silent'),
        limitMs: LIMIT_MS,
      }),
    );
    const turns = await Promise.all(watches.map((watch) => watch.runOnce()));
    expect(turns.filter(Boolean).length).toBe(1);
    await watches[0]?.runOnce();
    expect(watches[0]?.oldestMs()).not.toBeNull();
  });

  it('is not the snapshot of a statement that has just begun, nor a session that only sits there', async () => {
    holder = await database.pool.connect();
    await holder.query('begin');
    await holder.query('select 1');
    const watch = watchOf();
    await new Promise((resolve) => setTimeout(resolve, LIMIT_MS + 50));
    await watch.runOnce();
    expect(await alarms()).toEqual([]);
  });
});
