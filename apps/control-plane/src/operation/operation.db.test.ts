import { toJobId } from '@leeway/domain/job-id';
import type { OperationView } from '@leeway/domain/job-operation';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDeadJobs } from '../testing/add-dead-jobs.ts';
import { auditRows } from '../testing/audit-rows.ts';
import { openEventStream } from '../testing/event-stream.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let engineer: Caller;
let stranger: Caller;
let viewer: Caller;
let useCaseNo: number;
beforeAll(async () => {
  plane = await startTestControlPlane();
  [engineer, stranger, viewer] = [
    await plane.signIn('engineer'),
    await plane.signIn('stranger'),
    await plane.signIn('viewer'),
  ];
  const registration = { name: 'mail', team: 'payments', handler: 'echo', delayToleranceMs: 0 };
  useCaseNo = ((await engineer.mutate('useCase.register', registration)).data as { no: number }).no;
});
afterAll(() => plane.stop());
beforeEach(() => plane.database.pool.query('truncate dead_job, job, job_operation, job_operation_part'));

const target = (filter: object = {}) => ({ kind: 'redrive', filter });

test('a dead job is redriven with its entry in the log, once', async () => {
  const [key] = await addDeadJobs(plane.database.pool, { useCaseNo, count: 1 });
  const id = toJobId(key as never);
  const answer = await engineer.mutate('job.redrive', { id, reason: 'the server is back' });
  expect(answer.data).toMatchObject({ id, state: 'waiting' });
  expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
    actor_name: 'Eve',
    action: 'job.redrive',
    object_name: id,
    team_id: 'team_payments',
    before: { state: 'dead' },
    after: { state: 'waiting', useCase: 'mail' },
    reason: 'the server is back',
  });
  expect((await engineer.query('job.get', { id })).data).toMatchObject({
    id,
    state: 'waiting',
    note: { code: 'REDRIVEN', message: 'By Eve: the server is back' },
  });
  const before = (await auditRows(plane.database.pool)).length;
  expect((await engineer.mutate('job.redrive', { id, reason: 'again' })).error?.code).toBe('WRONG_STATE');
  expect((await auditRows(plane.database.pool)).length).toBe(before);
});

test('to another team a job and an operation are not there; a viewer may not', async () => {
  const [key] = await addDeadJobs(plane.database.pool, { useCaseNo, count: 1 });
  const id = toJobId(key as never);
  const missing = `job_${'0'.repeat(32)}`;
  const reason = 'x';
  const refused = await stranger.mutate('job.redrive', { id, reason });
  expect(refused.error).toEqual((await stranger.mutate('job.redrive', { id: missing, reason })).error);
  expect(refused.error?.code).toBe('NOT_FOUND');
  expect((await viewer.mutate('job.redrive', { id, reason })).error?.code).toBe('FORBIDDEN');
  const begun = await engineer.mutate('operation.begin', { name: 'mail', target: target(), reason });
  const operation = (begun.data as OperationView).id;
  expect((await stranger.mutate('operation.stop', { id: operation })).error).toEqual(
    (await stranger.mutate('operation.stop', { id: 'op_zzzzzzzzzzzzzzzzzzzz' })).error,
  );
  for (const input of [{ name: 'mail', target: target(), reason }])
    for (const path of ['operation.begin', 'operation.preview']) {
      const call =
        path === 'operation.begin'
          ? stranger.mutate(path, input)
          : stranger.query(path, { name: 'mail', target: target() });
      expect((await call).error?.code).toBe('FORBIDDEN');
    }
  const { rows } = await plane.database.pool.query('select count(*)::int as n from dead_job');
  expect(rows[0].n).toBe(1);
});

test('an operation is begun and stopped with entries in the log that say how many jobs it is about', async () => {
  await addDeadJobs(plane.database.pool, { useCaseNo, count: 7, message: 'no such card 4242' });
  await addDeadJobs(plane.database.pool, { useCaseNo, count: 2 });
  const preview = await engineer.query('operation.preview', { name: 'mail', target: target({ text: 'CARD' }) });
  expect(preview.data).toEqual({ count: 7, isMore: false });
  const begun = await engineer.mutate('operation.begin', {
    name: 'mail',
    target: target({ text: 'card' }),
    reason: 'why not',
  });
  const operation = begun.data as OperationView;
  expect(operation).toMatchObject({ state: 'waiting', askedBy: 'Eve', totalCount: null, filter: { text: 'card' } });
  expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
    action: 'operation.redrive',
    object_name: 'mail',
    after: { operation: operation.id, text: '…', matchCount: 7 },
    reason: 'why not',
  });
  const stopped = await engineer.mutate('operation.stop', { id: operation.id });
  expect(stopped.data).toMatchObject({ state: 'stopped', stoppedBy: 'Eve' });
  expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
    action: 'operation.stop',
    object_name: 'mail',
  });
  expect((await engineer.mutate('operation.stop', { id: operation.id })).error?.code).toBe('WRONG_STATE');
});

test('what was looked for in failure messages is shown to those who may read them', async () => {
  await engineer.mutate('operation.begin', { name: 'mail', target: target({ text: '4242' }), reason: 'x' });
  const shown = async (caller: Caller) => JSON.stringify((await caller.query('operation.list', { name: 'mail' })).data);
  expect(await shown(engineer)).toContain('4242');
  expect(await shown(stranger)).not.toContain('4242');
  const stream = await openEventStream({
    url: plane.url,
    cookie: stranger.cookie,
    procedure: 'operation.watch',
    input: { name: 'mail' },
  });
  const first = await stream.next();
  stream.close();
  expect(first).toHaveLength(1);
  expect(JSON.stringify(first)).not.toContain('4242');
});

test('a reason is asked for, and bad filters name their field', async () => {
  const fieldsOf = async (input: object) =>
    (await engineer.mutate('operation.begin', { name: 'mail', ...input })).error?.fields.map(({ field }) => field);
  expect(await fieldsOf({ target: target() })).toEqual(['reason']);
  expect(await fieldsOf({ target: target(), reason: '  ' })).toEqual(['reason']);
  expect(await fieldsOf({ target: target({ diedTo: 7 }), reason: 'x' })).toEqual(['target.filter.diedTo']);
  expect((await engineer.mutate('job.redrive', { id: 'job_7', reason: 'x' })).error?.fields).toMatchObject([
    { field: 'id' },
  ]);
});
