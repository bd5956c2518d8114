import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { type JobKey, jobKeyAt, megaTie } from '@leeway/domain/job-id';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../runtime/log.ts';
import { sampleEnd, sampleJob, sampleSettlement } from '../testing/job-samples.ts';
import { insertJobs } from './insert-jobs.ts';
import type { ReadyJob } from './lease.ts';
import { createQueueStore } from './queue-store.ts';
import { settleJobs } from './settle-jobs.ts';
import type { Settlement } from './settlement.ts';
import { createSettler } from './settler.ts';
import { claimShards } from './sql/claim-shards.ts';
import { tallyUsage } from './tally-usage.ts';

const OWNER = 'engine_a';
let tie = 0;

function newJob(more: Parameters<typeof sampleJob>[1] = {}): ReadyJob {
  tie += 1;
  return sampleJob(tie, more);
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

  const insert = async (jobs: readonly ReadyJob[]) =>
    await insertJobs(database.pool, [
      { jobs: jobs.map((job) => ({ ...job, mayBeAhead: false, dedupe: null, concurrencyKey: null })), key: null },
    ]);

  const settle = async (settlements: readonly Settlement[], owner = OWNER) =>
    await settleJobs(
      database.pool,
      { owner, epochs: new Map(settlements.map((s) => [s.job.shard, s.epoch])) },
      { settlements, usage: tallyUsage(settlements), admits: () => true },
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
    const jobs = [newJob(), newJob(), newJob()] as const;
    await insert(jobs);
    await settle([
      sampleSettlement(jobs[0]),
      sampleSettlement(jobs[1], { outcome: 'retried', failure, retryWaitMs: 5_000 }),
      sampleSettlement(jobs[2], { outcome: 'dead', failure }),
    ]);
    expect(await counts()).toEqual({ job: 0, delayed: 1, dead: 1, history: 3, done: 1 });
    const { rows } = await database.pool.query(
      'select id, attempt, payload, due_at - now_ms() as wait from delayed_job',
    );
    expect(rows[0]).toMatchObject({ id: jobs[1].key, attempt: 2, payload: '{"a":1}' });
    expect(rows[0].wait).toBeGreaterThan(3_000);
  });

  it.each([
    ['another owner', { owner: 'engine_b' }],
    ['an old epoch', { epoch: 0 }],
    ['an epoch to come', { epoch: 2 }],
    ['another attempt', { attempt: 2 }],
  ])(
    'refuses the result of %s, whole, and the job stays',
    async (_who: string, {
      owner = OWNER,
      epoch = 1,
      attempt = 1,
    }: { owner?: string; epoch?: number; attempt?: number }) => {
      const jobs = [newJob(), newJob()] as const;
      await insert(jobs);
      const settling = settle([sampleSettlement(jobs[0]), sampleSettlement({ ...jobs[1], attempt }, {}, epoch)], owner);
      await expect(settling).rejects.toMatchObject({ code: 'LW001' });
      expect(await counts()).toEqual({ job: 2, delayed: 0, dead: 0, history: 0, done: 0 });
    },
  );

  it('a take-over waits for a settlement under way, and beats any that comes later', async () => {
    const jobs = [newJob(), newJob()] as const;
    await insert(jobs);
    await database.pool.query('update shard_lease set expires_at = 0');
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query('select shard from shard_lease where shard = 0 for share');
    const { rowCount } = await database.pool.query({ ...claimShards, values: ['engine_b', 60_000, 16] });
    expect(rowCount).toBe(15);
    await client.query('commit');
    client.release();
    await database.pool.query({ ...claimShards, values: ['engine_b', 60_000, 16] });
    await expect(settle([sampleSettlement(jobs[0])])).rejects.toMatchObject({ code: 'LW001' });
  });

  describe('of a mega-job', () => {
    const newMega = (jobCount: number): ReadyJob => {
      tie += 1;
      return sampleJob(megaTie(tie), {
        jobCount,
        payload: JSON.stringify(Array.from({ length: jobCount }, (_, n) => ({ n }))),
      });
    };
    const listJobs = async () =>
      (await database.pool.query('select id, attempt, job_count, payload from job order by id')).rows;

    it('every job has its own end, retry and record', async () => {
      const mega = newMega(4);
      await insert([mega]);
      const ends = [
        sampleEnd(),
        sampleEnd({ place: 1, outcome: 'retried', failure, retryWaitMs: 5_000 }),
        sampleEnd({ place: 2, outcome: 'dead', failure }),
        sampleEnd({ place: 3 }),
      ];
      await settle([{ job: mega, epoch: 1, ends, returned: [] }]);
      expect(await counts()).toEqual({ job: 0, delayed: 1, dead: 1, history: 4, done: 2 });
      const { rows } = await database.pool.query(
        'select id, payload from delayed_job union all select id, payload from dead_job',
      );
      expect(rows).toEqual([
        { id: jobKeyAt(mega.key, 1), payload: '{"n":1}' },
        { id: jobKeyAt(mega.key, 2), payload: '{"n":2}' },
      ]);
    });

    it('what did not run goes back as jobs of their own', async () => {
      const mega = newMega(3);
      await insert([mega]);
      await settle([{ job: mega, epoch: 1, ends: [sampleEnd({ place: 1 })], returned: [0, 2] }]);
      expect(await listJobs()).toEqual([
        { id: mega.key, attempt: 1, job_count: 1, payload: '{"n":0}' },
        { id: jobKeyAt(mega.key, 2), attempt: 1, job_count: 1, payload: '{"n":2}' },
      ]);
    });

    it('a settlement that is repeated does not take the job with its key for the mega-job', async () => {
      const mega = newMega(2);
      await insert([mega]);
      const half = { job: mega, epoch: 1, ends: [sampleEnd({ place: 1 })], returned: [0] };
      await settle([half]);
      await expect(settle([half])).rejects.toMatchObject({ code: 'LW001' });
      expect((await listJobs()).length).toBe(1);
    });
  });

  describe('the settler', () => {
    const settlerWith = (pool: TestDatabase['pool']) => {
      const settled: JobKey[] = [];
      const refused: JobKey[] = [];
      const settler = createSettler({
        store: createQueueStore(pool),
        engineId: OWNER,
        log: createLog('test', 'silent'),
        keeper: { admits: () => true, giveBack: () => undefined },
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5))),
        onSettled: (done, lost) => {
          settled.push(...done.map((s) => s.job.key));
          refused.push(...lost.map((s) => s.job.key));
        },
      });
      return { settler, settled, refused };
    };

    it('refuses what is lost, settles the rest of the batch, and counts the loss', async () => {
      const jobs = [newJob(), newJob(), newJob()] as const;
      await insert([jobs[0], jobs[2]]);
      const { settler, settled, refused } = settlerWith(database.pool);
      settler.push(jobs.map((job) => sampleSettlement(job)));
      await settler.drain();
      expect([settled.toSorted(), refused]).toEqual([[jobs[0].key, jobs[2].key].toSorted(), [jobs[1].key]]);
      settler.push([]);
      const next = newJob();
      await insert([next]);
      settler.push([sampleSettlement(next)]);
      await settler.drain();
      const { rows } = await database.pool.query(
        'select sum(lost_lease_count)::int as lost, sum(done_count)::int as done from usage_delta',
      );
      expect(rows[0]).toEqual({ lost: 1, done: 3 });
    });

    /** The first statement breaks: before it is sent, or when it has been carried out. */
    const breaking = (when: 'before' | 'after') => {
      let isFirst = true;
      return new Proxy(database.pool, {
        get: (pool, property) => {
          if (property !== 'query') return Reflect.get(pool, property);
          return async (...args: Parameters<typeof pool.query>) => {
            const breaks = isFirst;
            isFirst = false;
            if (breaks && when === 'before') throw new Error('the connection was broken');
            const answer = await pool.query(...args);
            if (breaks) throw new Error('the connection broke after the commit');
            return answer;
          };
        },
      });
    };

    it('a commit whose answer was lost is recognised as its own', async () => {
      const jobs = [newJob(), newJob()] as const;
      await insert(jobs);
      const { settler, settled, refused } = settlerWith(breaking('after'));
      settler.push(jobs.map((job) => sampleSettlement(job)));
      await settler.drain();
      expect([settled.length, refused.length]).toEqual([2, 0]);
      expect(await counts()).toEqual({ job: 0, delayed: 0, dead: 0, history: 2, done: 2 });
    });

    it.each(['before', 'after'] as const)(
      'late results are counted once where the connection breaks %s',
      async (when) => {
        const jobs = [newJob(), newJob()] as const;
        await insert(jobs);
        const { settler } = settlerWith(breaking(when));
        for (let count = 0; count < 3; count++) settler.countLostLease(jobs[0].useCaseNo);
        settler.push([sampleSettlement(jobs[0])]);
        await settler.drain();
        settler.push([sampleSettlement(jobs[1])]);
        await settler.drain();
        const { rows } = await database.pool.query('select sum(lost_lease_count)::int as lost from usage_delta');
        expect(rows[0]).toEqual({ lost: 3 });
      },
    );

    it('one result that cannot be stored never fails its batch', async () => {
      const jobs = [newJob(), newJob(), newJob(), newJob()] as const;
      await insert(jobs);
      const { settler, settled } = settlerWith(database.pool);
      const bad = { outcome: 'dead' as const, failure: { code: 'HANDLER_ERROR' as const, message: 'a \u0000' } };
      settler.push(jobs.map((job, index) => sampleSettlement(job, index === 1 ? bad : {})));
      await settler.drain();
      expect(settled.length).toBe(4);
      expect(await counts()).toEqual({ job: 0, delayed: 0, dead: 1, history: 4, done: 3 });
    });
  });
});
