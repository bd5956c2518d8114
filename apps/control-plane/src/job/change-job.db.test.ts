import { encodeJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let pool: Pool;
let engineer: Caller;
let stranger: Caller;
let viewer: Caller;
let useCaseNo: number;
let tie = 0;
beforeAll(async () => {
  plane = await startTestControlPlane();
  pool = plane.database.pool;
  [engineer, stranger, viewer] = [
    await plane.signIn('engineer'),
    await plane.signIn('stranger'),
    await plane.signIn('viewer'),
  ];
  const registration = { name: 'mail', team: 'payments', handler: 'echo', delayToleranceMs: 0 };
  useCaseNo = ((await engineer.mutate('useCase.register', registration)).data as { no: number }).no;
});
afterAll(() => plane.stop());
beforeEach(() => pool.query('truncate job, delayed_job, job_command'));

const AVAILABLE_AT = Date.now() + 600_000;

function newKey(): JobKey {
  tie += 1;
  return encodeJobKey({ shard: 1, useCaseNo, deadlineAt: AVAILABLE_AT + 5_000, tie });
}

async function addDelayed(): Promise<string> {
  const key = newKey();
  await pool.query(
    `insert into delayed_job (id, shard, due_at, attempt, available_at, submitted_at, payload) values ($1, 1, $2, 1, $2, 1, '1')`,
    [key, AVAILABLE_AT],
  );
  return toJobId(key);
}

async function addWaiting(): Promise<string> {
  const key = newKey();
  await pool.query(`insert into job (id, attempt, available_at, submitted_at, payload) values ($1, 1, $2, 1, '1')`, [
    key,
    AVAILABLE_AT,
  ]);
  return toJobId(key);
}

/** Does what the engine that owns the shard would do. */
async function answerAsOwner(result: object): Promise<void> {
  await expect
    .poll(
      async () =>
        (await pool.query('update job_command set result = $1, ended_at = 1 where result is null', [result])).rowCount,
      { timeout: 10_000, interval: 10 },
    )
    .toBe(1);
}

test('a delayed job is cancelled at once, with its entry in the log', async () => {
  const id = await addDelayed();
  expect((await engineer.mutate('job.cancel', { id, reason: 'sent twice' })).data).toEqual({ id, state: 'cancelled' });
  expect((await auditRows(pool)).at(-1)).toMatchObject({
    actor_name: 'Eve',
    action: 'job.cancel',
    object_name: id,
    team_id: 'team_payments',
    after: { useCase: 'mail', state: 'cancelled' },
    reason: 'sent twice',
  });
  expect((await engineer.query('job.get', { id })).data).toMatchObject({
    state: 'cancelled',
    note: { code: 'CANCELLED', message: 'By Eve: sent twice' },
  });
});

test('a delayed job gets another deadline at once', async () => {
  const id = await addDelayed();
  const deadlineAt = new Date(AVAILABLE_AT + 60_000).toISOString();
  const answer = await engineer.mutate('job.changeDeadline', { id, deadline: { deadlineAt }, reason: 'no hurry' });
  expect(answer.data).toEqual({ id, state: 'delayed', deadlineAt });
  expect((await auditRows(pool)).at(-1)).toMatchObject({
    action: 'job.changeDeadline',
    after: { deadlineAt, state: 'delayed' },
  });
  expect((await engineer.query('job.get', { id })).data).toMatchObject({ id, deadlineAt: AVAILABLE_AT + 60_000 });
});

test('of a waiting job the owner of its shard is asked, and what it says is answered', async () => {
  const id = await addWaiting();
  const [answer] = await Promise.all([
    engineer.mutate('job.cancel', { id, reason: 'x' }),
    answerAsOwner({ state: 'leased', isCarriedOut: true }),
  ]);
  expect(answer.data).toEqual({ id, state: 'leased', cancelRequested: true });
  expect((await auditRows(pool)).at(-1)?.after).toMatchObject({ command: expect.stringMatching(/^cmd_/) });
  const refusals = await Promise.all([
    engineer.mutate('job.changeDeadline', { id, deadline: { delayToleranceMs: 5 }, reason: 'x' }),
    answerAsOwner({ state: 'leased', isCarriedOut: false }),
  ]);
  expect(refusals[0].error).toMatchObject({ code: 'WRONG_STATE', message: expect.stringContaining('is leased') });
});

test('without an engine the answer is that there is none yet', async () => {
  const id = await addWaiting();
  const answer = await engineer.mutate('job.cancel', { id, reason: 'x' });
  expect(answer.data).toMatchObject({ id, state: 'pending', command: expect.stringMatching(/^cmd_/) });
  expect((await pool.query('select count(*)::int as n from job')).rows[0].n).toBe(1);
});

test('who has no right learns nothing, and leaves no trace', async () => {
  const id = await addDelayed();
  const missing = `job_${'0'.repeat(32)}`;
  const before = (await auditRows(pool)).length;
  for (const path of ['job.cancel', 'job.changeDeadline']) {
    const more = path === 'job.cancel' ? {} : { deadline: { delayToleranceMs: 5 } };
    const refused = await stranger.mutate(path, { id, reason: 'x', ...more });
    expect(refused.error?.code).toBe('NOT_FOUND');
    expect(refused.error).toEqual((await stranger.mutate(path, { id: missing, reason: 'x', ...more })).error);
    expect((await viewer.mutate(path, { id, reason: 'x', ...more })).error?.code).toBe('FORBIDDEN');
    expect((await engineer.mutate(path, { id, ...more })).error?.fields).toMatchObject([{ field: 'reason' }]);
  }
  const early = { deadlineAt: '2020-01-01T00:00:00Z' };
  const wrong = await engineer.mutate('job.changeDeadline', { id, deadline: early, reason: 'x' });
  expect(wrong.error?.fields).toMatchObject([{ field: 'deadlineAt' }]);
  expect((await auditRows(pool)).length).toBe(before);
  expect((await engineer.query('job.get', { id })).data).toMatchObject({ state: 'delayed', note: null });
});
