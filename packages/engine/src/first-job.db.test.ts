import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';

describe('a job from submission to settlement', () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    fixture = await startEngineFixture([
      { name: 'plain' },
      { name: 'harmful', handler: 'misbehave', maxAttempts: 2, timeoutMs: 60_000 },
      { name: 'endless', handler: 'misbehave', maxAttempts: 2, timeoutMs: 1_000 },
      { name: 'harmless', handler: 'noop' },
      { name: 'lost', handler: 'no-such-module', maxAttempts: 1 },
    ]);
  });
  afterAll(() => fixture.stop());

  it('runs and is done', async () => {
    const [id = ''] = await fixture.submit('plain', [{ payload: { hello: 'world' } }]);
    const job = await fixture.untilState(id, ['done']);
    expect(job).toMatchObject({ useCase: 'plain', attempt: 1, failure: null });
    expect(job.delayMs).toBeGreaterThanOrEqual(0);
  });

  it('waits for its earliest start', async () => {
    const availableAt = new Date(Date.now() + 700).toISOString();
    const [id = ''] = await fixture.submit('plain', [{ payload: null, availableAt }]);
    expect((await fixture.getJob(id)).state).toBe('delayed');
    const job = await fixture.untilState(id, ['done']);
    expect(Date.parse(job.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(availableAt));
  });

  it.each([
    ['throw', 'HANDLER_ERROR'],
    ['throwOutside', 'HANDLER_ERROR'],
    ['exit', 'WORKER_DIED'],
    ['block', 'TIMEOUT'],
    ['hang', 'TIMEOUT'],
    ['eatMemory', 'MEMORY_EXCEEDED'],
    ['allocateAtOnce', 'MEMORY_EXCEEDED'],
    ['growMap', 'MEMORY_EXCEEDED'],
    ['eatBuffers', 'MEMORY_EXCEEDED'],
    ['abort', 'WORKER_DIED'],
    ['killItself', 'WORKER_DIED'],
    ['nul', 'HANDLER_ERROR'],
  ])('a handler that does "%s" dies with %s after its attempts, and its neighbours run', async (how, code) => {
    const useCase = code === 'TIMEOUT' ? 'endless' : 'harmful';
    const [bad = ''] = await fixture.submit(useCase, [{ payload: { how } }]);
    const neighbours = await fixture.submit(
      'harmless',
      Array.from({ length: 20 }, () => ({ payload: 1 })),
    );
    for (const id of neighbours) expect((await fixture.untilState(id, ['done'])).attempt).toBe(1);
    const job = await fixture.untilState(bad, ['dead'], 25_000);
    expect(job).toMatchObject({ attempt: 2, failure: { code } });
  });

  it('a job without a handler module dies with its reason', async () => {
    const [id = ''] = await fixture.submit('lost', [{ payload: 1 }]);
    const job = await fixture.untilState(id, ['dead']);
    expect(job.failure).toMatchObject({ code: 'HANDLER_NOT_FOUND' });
  });

  it('every job is counted once, exactly', async () => {
    const ids = await fixture.submit(
      'plain',
      Array.from({ length: 500 }, (_, index) => ({ payload: index })),
    );
    for (const id of ids.slice(-1)) await fixture.untilState(id, ['done']);
    const { pool } = fixture.database;
    await expect
      .poll(async () => {
        const { rows } = await pool.query(`
          with parts as (
            select submitted_count, done_count, dead_count from usage_delta
            union all select submitted_count, done_count, dead_count from use_case_total)
          select sum(submitted_count)::int as submitted, sum(done_count)::int as done, sum(dead_count)::int as dead,
            (select count(*)::int from job) + (select count(*)::int from delayed_job) as left_over,
            (select count(*)::int from dead_job) as dead_rows
          from parts`);
        const row = rows[0] as Record<string, number>;
        return {
          ...row,
          isWhole: row.submitted === Number(row.done) + Number(row.dead),
          same: row.dead === row.dead_rows,
        };
      })
      .toMatchObject({ left_over: 0, isWhole: true, same: true });
  });
});
