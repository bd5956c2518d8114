import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { encodeJobKey, type JobKey } from '@leeway/domain/job-id';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../runtime/log.ts';
import { insertJobs } from './insert-jobs.ts';
import { createQueueStore } from './queue-store.ts';
import { settleJobs } from './settle-jobs.ts';
import type { Settlement } from './settlement.ts';
import { createSettler } from './settler.ts';
import { claimShards } from './sql/claim-shards.ts';
import { tallyUsage } from './tally-usage.ts';

const OWNER = 'engine_a';
let tie = 0;

function newKey(shard = 0): JobKey {
  tie += 1;
  return encodeJobKey({ shard, useCaseNo: 1, deadlineAt: 1_000_000, tie });
}

function settlementOf(key: JobKey, more: Partial<Settlement> = {}): Settlement {
  const at = Date.now();
  return {
    key,
    shard: 0,
    epoch: 1,
    useCaseNo: 1,
    attempt: 1,
    outcome: 'done',
    startedAt: at,
    endedAt: at + 5,
    runMs: 5,
    cpuMs: 4,
    memoryMbS: 0.5,
    delayMs: 10,
    isLate: false,
    failure: null,
    retryWaitMs: 0,
    ...more,
  };
}

describe('settlement', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.pool.query('truncate job, delayed_job, dead_job, job_history, usage_delta');
    await database.pool.query(`update shard_lease set owner = $1, epoch = 1, expires_at = now_ms() + 60000`, [OWNER]);
  });

  const insert = async (keys: readonly JobKey[]) =>
    await insertJobs(
      database.pool,
      keys.map((key) => ({ key, useCaseNo: 1, availableAt: 5, payload: '{"a":1}', mayBeAhead: false })),
    );

  const settle = async (settlements: readonly Settlement[], owner = OWNER) =>
    await settleJobs(
      database.pool,
      { owner, epochs: new Map(settlements.map((s) => [s.shard, s.epoch])) },
      { settlements, usage: tallyUsage(settlements), isKept: () => true },
    );

  const counts = async () => {
    const { rows } = await database.pool.query(`
      select (select count(*)::int from job) as job, (select count(*)::int from delayed_job) as delayed,
        (select count(*)::int from dead_job) as dead, (select count(*)::int from job_history) as history,
        (select coalesce(sum(done_count), 0)::int from usage_delta) as done`);
    return rows[0];
  };

  const failure = { code: 'HANDLER_ERROR' as const, message: 'no' };

  it('deletes the done, moves retries and the dead, and counts all of it', async () => {
    const keys = [newKey(), newKey(), newKey()] as const;
    await insert(keys);
    await settle([
      settlementOf(keys[0]),
      settlementOf(keys[1], { outcome: 'retried', failure, retryWaitMs: 5_000 }),
      settlementOf(keys[2], { outcome: 'dead', failure }),
    ]);
    expect(await counts()).toEqual({ job: 0, delayed: 1, dead: 1, history: 3, done: 1 });
    const { rows } = await database.pool.query(
      'select id, attempt, payload, due_at - now_ms() as wait from delayed_job',
    );
    expect(rows[0]).toMatchObject({ id: keys[1], attempt: 2, payload: '{"a":1}' });
    expect(rows[0].wait).toBeGreaterThan(3_000);
  });

  it.each([
    ['another owner', { owner: 'engine_b' }],
    ['an old epoch', { epoch: 0 }],
    ['an epoch to come', { epoch: 2 }],
    ['another attempt', { attempt: 2 }],
  ])(
    'refuses the result of %s, whole, and the job stays',
    async (_who, { owner = OWNER, ...more }: { owner?: string } & Partial<Settlement>) => {
      const keys = [newKey(), newKey()] as const;
      await insert(keys);
      const settling = settle([settlementOf(keys[0]), settlementOf(keys[1], more)], owner);
      await expect(settling).rejects.toMatchObject({ code: 'LW001' });
      expect(await counts()).toEqual({ job: 2, delayed: 0, dead: 0, history: 0, done: 0 });
    },
  );

  it('a take-over waits for a settlement under way, and beats any that comes later', async () => {
    const keys = [newKey(), newKey()] as const;
    await insert(keys);
    await database.pool.query('update shard_lease set expires_at = 0');
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query('select shard from shard_lease where shard = 0 for share');
    const { rowCount } = await database.pool.query({ ...claimShards, values: ['engine_b', 60_000, 16] });
    expect(rowCount).toBe(15);
    await client.query('commit');
    client.release();
    await database.pool.query({ ...claimShards, values: ['engine_b', 60_000, 16] });
    await expect(settle([settlementOf(keys[0])])).rejects.toMatchObject({ code: 'LW001' });
  });

  describe('the settler', () => {
    const settlerWith = (pool: TestDatabase['pool']) => {
      const settled: JobKey[] = [];
      const refused: JobKey[] = [];
      const settler = createSettler({
        store: createQueueStore(pool),
        engineId: OWNER,
        log: createLog('test', 'silent'),
        keeper: { admits: () => true },
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5))),
        onSettled: (done, lost) => {
          settled.push(...done.map((s) => s.key));
          refused.push(...lost.map((s) => s.key));
        },
      });
      return { settler, settled, refused };
    };

    it('refuses what is lost, settles the rest of the batch, and counts the loss', async () => {
      const keys = [newKey(), newKey(), newKey()] as const;
      await insert([keys[0], keys[2]]);
      const { settler, settled, refused } = settlerWith(database.pool);
      settler.push(keys.map((key) => settlementOf(key)));
      await settler.drain();
      expect([settled.toSorted(), refused]).toEqual([[keys[0], keys[2]].toSorted(), [keys[1]]]);
      settler.push([]);
      const next = newKey();
      await insert([next]);
      settler.push([settlementOf(next)]);
      await settler.drain();
      const { rows } = await database.pool.query(
        'select sum(lost_lease_count)::int as lost, sum(done_count)::int as done from usage_delta',
      );
      expect(rows[0]).toEqual({ lost: 1, done: 3 });
    });

    it('a commit whose answer was lost is recognised as its own', async () => {
      const keys = [newKey(), newKey()] as const;
      await insert(keys);
      let isFirst = true;
      const flaky = new Proxy(database.pool, {
        get: (pool, property) => {
          if (property !== 'query') return Reflect.get(pool, property);
          return async (...args: Parameters<typeof pool.query>) => {
            const answer = await pool.query(...args);
            const wasFirst = isFirst;
            isFirst = false;
            if (wasFirst) throw new Error('the connection broke after the commit');
            return answer;
          };
        },
      });
      const { settler, settled, refused } = settlerWith(flaky);
      settler.push(keys.map((key) => settlementOf(key)));
      await settler.drain();
      expect([settled.length, refused.length]).toEqual([2, 0]);
      expect(await counts()).toEqual({ job: 0, delayed: 0, dead: 0, history: 2, done: 2 });
    });

    it('one result that cannot be stored never fails its batch', async () => {
      const keys = [newKey(), newKey(), newKey(), newKey()] as const;
      await insert(keys);
      const { settler, settled } = settlerWith(database.pool);
      const bad = { outcome: 'dead' as const, failure: { code: 'HANDLER_ERROR' as const, message: 'a \u0000' } };
      settler.push(keys.map((key, index) => settlementOf(key, index === 1 ? bad : {})));
      await settler.drain();
      expect(settled.length).toBe(4);
      expect(await counts()).toEqual({ job: 0, delayed: 0, dead: 1, history: 4, done: 3 });
    });
  });
});
