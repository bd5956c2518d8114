import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { decodeJobKey } from '@leeway/domain/job-id';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedDelayed } from '../testing/seed-delayed.ts';
import { findNextDue, type MovedJob, moveDueJobs } from './move-due-jobs.ts';
import { findNextDue as findNextDueStatement } from './sql/find-next-due.ts';

describe('moving what is due', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => database.pool.query('truncate delayed_job, job, usage_delta'));
  afterAll(() => database.drop());

  const ranges = (fromAt: number, ...shards: number[]) => shards.map((shard) => ({ shard, fromAt }));
  const move = (isFair: boolean, rowsPerShard: number, fromAt = 0) =>
    moveDueJobs(database.pool, { ranges: ranges(fromAt, 0, 1), rowsPerShard, isFair });
  const countOf = (moved: readonly MovedJob[], useCaseNo: number) =>
    moved.filter(({ key }) => decodeJobKey(key).useCaseNo === useCaseNo).length;
  const count = async (table: string): Promise<number> => {
    const { rows } = await database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return rows[0]?.n ?? -1;
  };

  it.each([false, true])(
    'brings what is due and leaves what is not, each job in one place (fairly: %s)',
    async (isFair) => {
      await seedDelayed(database, { count: 40, useCaseNo: 1, shards: [0, 1], fromMs: -1_000 });
      await seedDelayed(database, { count: 20, useCaseNo: 2, shards: [0, 1], fromMs: 60_000 });
      await seedDelayed(database, { count: 10, useCaseNo: 3, shards: [7], fromMs: -1_000 });
      const moved = await move(isFair, 1_000);
      expect(moved.length).toBe(40);
      expect(countOf(moved, 1)).toBe(40);
      expect(moved.every(({ job, dueAt }) => job?.payload === '{}' && job.availableAt === dueAt)).toBe(true);
      expect(await count('job')).toBe(40);
      expect(await count('delayed_job')).toBe(30);
      expect(await move(isFair, 1_000)).toEqual([]);
      const { rows } = await database.pool.query('select use_case_no, delayed_out_count from usage_delta');
      expect(rows).toEqual([{ use_case_no: 1, delayed_out_count: 40 }]);
    },
  );

  it('takes the oldest of each shard first', async () => {
    await seedDelayed(database, { count: 1_000, useCaseNo: 1, shards: [0, 1], fromMs: -5_000, spreadMs: 4_000 });
    const first = await move(false, 50);
    const second = await move(false, 50);
    expect(first.length).toBe(100);
    const latest = Math.max(...first.map(({ dueAt }) => dueAt));
    expect(second.every(({ dueAt }) => dueAt >= latest)).toBe(true);
  });

  it('fairly, no use case waits for what another has piled up', async () => {
    await seedDelayed(database, { count: 20_000, useCaseNo: 1, shards: [0, 1], fromMs: -9_000 });
    await seedDelayed(database, { count: 30, useCaseNo: 2, shards: [0, 1], fromMs: -100 });
    await seedDelayed(database, { count: 30, useCaseNo: 3, shards: [0, 1], fromMs: -100 });
    await seedDelayed(database, { count: 5, useCaseNo: 4, shards: [0], fromMs: 100_000 });
    const inOrder = await move(false, 300);
    expect([countOf(inOrder, 1), countOf(inOrder, 2)]).toEqual([600, 0]);
    const fairly = await move(true, 300);
    expect([1, 2, 3, 4].map((useCaseNo) => countOf(fairly, useCaseNo))).toEqual([200, 30, 30, 0]);
    const alone = await move(true, 300);
    expect(countOf(alone, 1)).toBe(600);
  });

  it('gives each of many use cases at least a small part', async () => {
    for (let useCaseNo = 1; useCaseNo <= 30; useCaseNo++)
      await seedDelayed(database, { count: 70, useCaseNo, shards: [0], fromMs: -1_000 });
    const moved = await move(true, 100);
    expect(Array.from({ length: 30 }, (_, index) => countOf(moved, index + 1))).toEqual(new Array(30).fill(50));
  });

  it('does not look before the instant it is given', async () => {
    await seedDelayed(database, { count: 10, useCaseNo: 1, shards: [0], fromMs: -60_000 });
    await seedDelayed(database, { count: 10, useCaseNo: 1, shards: [1], fromMs: -10 });
    const fromAt = Date.now() - 30_000;
    expect((await findNextDue(database.pool, ranges(fromAt, 0))).dueAt).toBeNull();
    expect((await move(false, 100, fromAt)).map(({ key }) => decodeJobKey(key).shard)).toEqual(new Array(10).fill(1));
    const { now, dueAt } = await findNextDue(database.pool, ranges(0, 0, 1));
    expect(now - (dueAt ?? 0)).toBeGreaterThan(59_000);
  });

  it('leaves payloads in the store when they are too many bytes, but moves the jobs', async () => {
    const payload = JSON.stringify('x'.repeat(200_000));
    await seedDelayed(database, { count: 50, useCaseNo: 1, shards: [0, 1], fromMs: -1_000, payload });
    const moved = await move(false, 100);
    expect(moved.length).toBe(50);
    const bytes = moved.reduce((sum, { job }) => sum + (job?.payload.length ?? 0), 0);
    expect(bytes).toBeGreaterThan(3 * 2 ** 20);
    expect(bytes).toBeLessThanOrEqual(4 * 2 ** 20);
    expect(await count('job')).toBe(50);
  });

  it('two movers at once move each job once', async () => {
    await seedDelayed(database, { count: 3_000, useCaseNo: 1, shards: [0, 1], fromMs: -1_000 });
    const moves = await Promise.all(Array.from({ length: 8 }, (_, index) => move(index % 2 === 0, 400)));
    const keys = moves.flat().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(await count('job')).toBe(keys.length);
    expect((await count('delayed_job')) + keys.length).toBe(3_000);
  });

  it.each([false, true])('reads the rows it moves and no more, however many wait (fairly: %s)', async (isFair) => {
    await seedDelayed(database, { count: 30_000, useCaseNo: 1, shards: [0, 1], fromMs: -1_000 });
    await seedDelayed(database, { count: 30_000, useCaseNo: 2, shards: [0, 1], fromMs: 100_000 });
    await database.pool.query('analyze delayed_job');
    const client = await database.pool.connect();
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off');
    const read = async () => {
      const { rows } = await client.query<{ n: number }>(
        `select (idx_tup_fetch + coalesce(seq_tup_read, 0))::int as n from pg_stat_xact_user_tables where relname = 'delayed_job'`,
      );
      return rows[0]?.n ?? 0;
    };
    await client.query('begin');
    const moved = await moveDueJobs(client as never, { ranges: ranges(0, 0, 1), rowsPerShard: 500, isFair });
    const readCount = await read();
    await client.query('rollback');
    client.release();
    expect(moved.length).toBe(1_000);
    expect(readCount).toBeLessThan(8 * 1_000);
  });

  it('reads past nothing that was moved before the instant it is given, though a snapshot is held', async () => {
    const holder = await database.pool.connect();
    const asker = await database.pool.connect();
    await asker.query('set enable_seqscan = off; set enable_bitmapscan = off');
    const blocksFrom = async (fromAt: number): Promise<number> => {
      const text = findNextDueStatement.text.replace('$1', "'{0}'").replace('$2', `'{${fromAt}}'`);
      const { rows } = await asker.query(`explain (analyze, buffers, format json) ${text}`);
      return rows[0]?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'] as number;
    };
    try {
      await holder.query('begin isolation level repeatable read; select 1 from job limit 1');
      await seedDelayed(database, { count: 20_000, useCaseNo: 1, shards: [0], fromMs: -20_000, spreadMs: 1_000 });
      expect((await move(false, 20_000)).length).toBe(20_000);
      await seedDelayed(database, { count: 1, useCaseNo: 1, shards: [0], fromMs: 60_000 });
      expect(await blocksFrom(0)).toBeGreaterThan(200);
      expect(await blocksFrom(Date.now() - 2_000)).toBeLessThan(20);
    } finally {
      await holder.query('rollback');
      holder.release();
      asker.release();
    }
  });
});
