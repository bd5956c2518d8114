import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toJobId } from '@leeway/domain/job-id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashUuid } from '../submitter/hash-uuid.ts';
import { type CallEngine, callerOf } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';
import { seedDead } from '../testing/seed-dead.ts';

let tier: EngineFixture;
let useCaseNo: number;
const folder = mkdtempSync(path.join(tmpdir(), 'leeway-redrive-'));
const file = path.join(folder, 'runs.jsonl');

beforeAll(async () => {
  writeFileSync(file, '');
  tier = await startEngineFixture([
    { name: 'recorded', handler: 'record-run', delayToleranceMs: 60_000 },
    { name: 'failing', handler: 'misbehave', maxAttempts: 1 },
    { name: 'theirs', team: 'search' },
  ]);
  const { rows } = await tier.database.pool.query<{ no: number }>(`select no from use_case where name = 'recorded'`);
  useCaseNo = rows[0]?.no ?? 0;
});
afterAll(async () => {
  await tier.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call: CallEngine = (...asked) => callerOf(tier.engine.url, tier.key)(...asked);

const runsOf = (): { id: string; attempt: number }[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('a dead job that is redriven', () => {
  it('runs again under its own id, from attempt 1, with a new deadline, and is counted once everywhere', async () => {
    const [key] = await seedDead(tier.database, { useCaseNo, count: 1, payload: { file }, toleranceMs: 7_000 });
    const id = toJobId(key as never);
    expect((await tier.getJob(id)).state).toBe('dead');
    const answer = await call('POST', `/v1/jobs/${id}/redrive`, { reason: 'the card service is back' });
    expect(answer).toMatchObject({ status: 200, body: { id, state: 'waiting' } });
    const aheadMs = Date.parse(String(answer.body.deadlineAt)) - Date.now();
    expect(aheadMs).toBeGreaterThan(0);
    expect(aheadMs).toBeLessThanOrEqual(7_000);
    const done = await tier.untilState(id, ['done']);
    expect(done).toMatchObject({ id, attempt: 1, deadlineAt: answer.body.deadlineAt, failure: null });
    expect(done.delayMs).toBeLessThan(5_000);
    expect(runsOf()).toMatchObject([{ id, attempt: 1 }]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('that dies again is dead under its own id, with both lives in history, and can be redriven again', async () => {
    const [id] = await tier.submit('failing', [{ payload: { how: 'throw' } }]);
    for (const life of [1, 2, 3]) {
      await tier.untilState(id ?? '', ['dead']);
      const { rows } = await tier.database.pool.query<{ outcome: string }>(
        'select outcome from job_history where id = $1 or first_id = $1 order by ended_at',
        [id?.replace(/^job_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
      );
      expect(rows.filter((row) => row.outcome === 'dead')).toHaveLength(life);
      expect(rows.filter((row) => row.outcome === 'redriven')).toHaveLength(life - 1);
      expect((await call('POST', `/v1/jobs/${id}/redrive`)).status).toBe(200);
    }
    const dead = await tier.untilState(id ?? '', ['dead']);
    expect(dead).toMatchObject({ id, attempt: 1, failure: { code: 'HANDLER_ERROR' }, note: null });
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('by two callers at once comes back once', async () => {
    const keys = await seedDead(tier.database, { useCaseNo, count: 20, payload: { file }, firstTie: 1_000 });
    const asked = keys.flatMap((key) => [toJobId(key), toJobId(key)]);
    const answers = await Promise.all(asked.map((id) => call('POST', `/v1/jobs/${id}/redrive`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.code]).toEqual([409, 'WRONG_STATE']);
    for (const key of keys) await tier.untilState(toJobId(key), ['done']);
    const ids = new Set(keys.map(toJobId));
    expect(runsOf().filter(({ id }) => ids.has(id as never))).toHaveLength(20);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('stays dead while another job holds its dedupe key, and takes it when that is free', async () => {
    const hash = hashUuid('order 7');
    const [dead] = await seedDead(tier.database, {
      useCaseNo,
      count: 1,
      payload: { file },
      firstTie: 2 ** 42 + 5,
      dedupeHash: hash,
    });
    const held = 'insert into job_dedupe values ($1, $2, $3, 0, 0, null)';
    const holder = '00000000-0100-0000-0000-000000000001';
    await tier.database.pool.query(held, [useCaseNo, hash, holder]);
    const refused = await call('POST', `/v1/jobs/${toJobId(dead as never)}/redrive`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(String(refused.body.detail)).toContain('job_000000000100');
    expect((await tier.getJob(toJobId(dead as never))).state).toBe('dead');
    await tier.database.pool.query('delete from job_dedupe where job_id = $1', [holder]);
    expect((await call('POST', `/v1/jobs/${toJobId(dead as never)}/redrive`)).status).toBe(200);
    await tier.untilState(toJobId(dead as never), ['done']);
    const { rows } = await tier.database.pool.query('select * from job_dedupe where key_hash = $1', [hash]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['no such job', `/v1/jobs/job_${'0'.repeat(32)}/redrive`, {}, 404, 'NOT_FOUND'],
    ['no id', '/v1/jobs/job_7/redrive', {}, 400, 'INVALID_INPUT'],
    ['a field too many', `/v1/jobs/job_${'0'.repeat(32)}/redrive`, { now: true }, 404, 'NOT_FOUND'],
  ])('is refused: %s', async (_what, address, body, status, code) => {
    expect(await call('POST', address, body)).toMatchObject({ status, body: { code } });
  });

  it('is refused with the field at fault, and with the state that it is in', async () => {
    const [key] = await seedDead(tier.database, { useCaseNo, count: 1, payload: { file }, firstTie: 3_000 });
    const address = `/v1/jobs/${toJobId(key as never)}/redrive`;
    const wrong = await call('POST', address, { reason: 'x'.repeat(501), now: 1 });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors?.map(({ field }) => field).toSorted()).toEqual(['now', 'reason']);
    expect((await call('POST', address, { reason: ' ' })).status).toBe(400);
    expect((await call('POST', address, { reason: 'a\u0000b' })).status).toBe(400);
    expect((await call('POST', address)).status).toBe(200);
    await tier.untilState(toJobId(key as never), ['done']);
    expect((await call('POST', address)).body).toMatchObject({
      code: 'WRONG_STATE',
      detail: expect.stringContaining('is done'),
    });
  });

  it('of another team does not exist', async () => {
    const [key] = await seedDead(tier.database, { useCaseNo, count: 1, payload: { file }, firstTie: 4_000 });
    const stranger = callerOf(tier.engine.url, await seedKey(tier.database, 'search'));
    await expect.poll(async () => (await stranger('GET', '/v1/jobs/job_1')).status).toBe(400);
    const answer = await stranger('POST', `/v1/jobs/${toJobId(key as never)}/redrive`, {});
    const missing = await stranger('POST', `/v1/jobs/job_${'0'.repeat(32)}/redrive`, {});
    expect([answer.status, answer.body]).toEqual([missing.status, missing.body]);
    expect(answer.status).toBe(404);
    expect((await tier.getJob(toJobId(key as never))).state).toBe('dead');
  });
});
