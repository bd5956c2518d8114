import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let engineer: Caller;
let admin: Caller;
let stranger: Caller;
let viewer: Caller;

beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
  admin = await plane.signIn('admin');
  stranger = await plane.signIn('stranger');
  viewer = await plane.signIn('viewer');
});
afterAll(() => plane.stop());

const registration = { name: 'receipts', team: 'payments', handler: 'echo', delayToleranceMs: 60_000 };
const { team: _team, ...policy } = registration;

async function auditCount(): Promise<number> {
  return (await auditRows(plane.database.pool)).length;
}

/** Nothing may have been written, neither the thing nor its audit entry. */
async function expectRefused(call: () => ReturnType<Caller['mutate']>, code: string, field?: string): Promise<void> {
  const before = await auditCount();
  const { data, error } = await call();
  expect({ data, code: error?.code }).toEqual({ data: undefined, code });
  if (field !== undefined) expect(error?.fields.map((fault) => fault.field)).toContain(field);
  expect(await auditCount()).toBe(before);
}

describe('a use case', () => {
  test('is registered by an engineer of the team, with an audit entry', async () => {
    const { data } = await engineer.mutate('useCase.register', registration);
    expect(data).toMatchObject({ ...registration, criticality: 'normal', maxAttempts: 5, version: 1, description: '' });
    expect((await viewer.query('useCase.get', { name: 'receipts' })).data).toEqual(data);
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      actor_name: 'Eve',
      action: 'useCase.register',
      object_name: 'receipts',
      team_id: 'team_payments',
      before: null,
      after: { team: 'payments', handler: 'echo', delayToleranceMs: 60_000 },
    });
  });

  test('needs a free name, a team and a handler that exist, and the right to it', async () => {
    const change = (part: object) => ({ ...registration, name: 'other', ...part });
    const register = (caller: Caller, part: object) => () => caller.mutate('useCase.register', change(part));
    await expectRefused(register(engineer, { name: 'receipts' }), 'INVALID_INPUT', 'name');
    await expectRefused(register(engineer, { handler: 'missing' }), 'INVALID_INPUT', 'handler');
    await expectRefused(register(engineer, { team: 'nobody' }), 'INVALID_INPUT', 'team');
    await expectRefused(register(admin, { team: 'nobody' }), 'INVALID_INPUT', 'team');
    await expectRefused(
      register(engineer, { backoffBaseMs: 5_000, backoffCapMs: 1_000 }),
      'INVALID_INPUT',
      'backoffCapMs',
    );
    await expectRefused(register(engineer, { team: 'search' }), 'FORBIDDEN');
    await expectRefused(register(stranger, {}), 'FORBIDDEN');
    await expectRefused(register(viewer, {}), 'FORBIDDEN');
    await expectRefused(register(plane.as(''), {}), 'UNAUTHENTICATED');
    expect((await admin.query('useCase.get', { name: 'other' })).error?.code).toBe('NOT_FOUND');
  });

  test('takes no field that is not its own', async () => {
    await expectRefused(
      () => engineer.mutate('useCase.register', { ...registration, name: 'sly', id: 'uc_chosen', shardSpread: 16 }),
      'INVALID_INPUT',
    );
  });

  test('is changed with before, after and reason in the log', async () => {
    const { data } = await admin.mutate('useCase.change', {
      ...policy,
      delayToleranceMs: 5_000,
      version: 1,
      reason: 'receipts are urgent',
    });
    expect(data).toMatchObject({ delayToleranceMs: 5_000, version: 2 });
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      actor_name: 'Ada',
      action: 'useCase.change',
      before: { delayToleranceMs: 60_000 },
      after: { delayToleranceMs: 5_000 },
      reason: 'receipts are urgent',
    });
    const audit = await viewer.query('audit.list', { objectType: 'useCase', objectName: 'receipts' });
    expect(audit.data).toMatchObject({
      rows: [
        { action: 'useCase.change', changes: [{ field: 'delayToleranceMs', before: 60_000, after: 5_000 }] },
        { action: 'useCase.register' },
      ],
      nextCursor: null,
    });
  });

  test('cannot be changed on top of a change that was not seen; the answer says whose', async () => {
    const change = { ...policy, delayToleranceMs: 9, version: 1 };
    await expectRefused(() => engineer.mutate('useCase.change', change), 'CONFLICT');
    expect((await engineer.mutate('useCase.change', change)).error?.message).toMatch(
      /^Ada changed receipts at .*version 2/,
    );
    await expectRefused(() => engineer.mutate('useCase.change', { ...change, version: 3 }), 'CONFLICT');
  });

  test('that two people change at once is changed by one of them', async () => {
    const change = (toleranceMs: number) => ({ ...policy, delayToleranceMs: toleranceMs, version: 2 });
    const before = await auditCount();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, (_, index) => engineer.mutate('useCase.change', change(index))),
      ...Array.from({ length: 4 }, (_, index) => admin.mutate('useCase.change', change(100 + index))),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
    expect(await auditCount()).toBe(before + 1);
  });

  test('of another team, or that is not there, is not changed', async () => {
    const change = { ...policy, version: 3 };
    await expectRefused(() => stranger.mutate('useCase.change', change), 'FORBIDDEN');
    await expectRefused(() => viewer.mutate('useCase.change', change), 'FORBIDDEN');
    await expectRefused(() => engineer.mutate('useCase.change', { ...change, name: 'nothing' }), 'NOT_FOUND');
    await expectRefused(
      () => engineer.mutate('useCase.change', { ...change, handler: 'missing' }),
      'INVALID_INPUT',
      'handler',
    );
  });

  test('is in the list and has a report', async () => {
    expect((await viewer.query('useCase.list', {})).data).toMatchObject({
      rows: [{ name: 'receipts', team: 'payments' }],
    });
    const report = await viewer.query('useCase.report', { name: 'receipts', rangeMs: 600_000 });
    expect(report.data).toMatchObject({ backlog: { readyCount: 0 }, failures: [] });
    expect((await viewer.query('useCase.report', { name: 'nothing', rangeMs: 600_000 })).error?.code).toBe('NOT_FOUND');
    expect((await viewer.query('tier.overview', { rangeMs: 600_000 })).data).toMatchObject({
      useCaseCount: 1,
      teamCount: 2,
    });
  });
});

describe('a remote use case', () => {
  const remote = { name: 'transcode', team: 'payments', runtime: 'remote', delayToleranceMs: 60_000 };
  const { team: _owner, ...change } = remote;

  test('has no handler, and is listed as what it is', async () => {
    await expectRefused(
      () => engineer.mutate('useCase.register', { ...remote, handler: 'echo' }),
      'INVALID_INPUT',
      'handler',
    );
    const { data } = await engineer.mutate('useCase.register', remote);
    expect(data).toMatchObject({ runtime: 'remote', handler: null, version: 1 });
    expect((await viewer.query('useCase.list', {})).data).toMatchObject({
      rows: [expect.anything(), { name: 'transcode', runtime: 'remote', handler: null }],
    });
    const changed = await engineer.mutate('useCase.change', { ...change, maxAttempts: 2, version: 1 });
    expect(changed.data).toMatchObject({ runtime: 'remote', maxAttempts: 2 });
  });

  test('stays remote, and another does not become it', async () => {
    const toProcess = { ...change, runtime: 'process', handler: 'echo', version: 2 };
    await expectRefused(() => engineer.mutate('useCase.change', toProcess), 'INVALID_INPUT', 'runtime');
    expect((await engineer.mutate('useCase.change', toProcess)).error?.message).toMatch(
      /register a use case of another name/,
    );
    const toRemote = { ...policy, runtime: 'remote', handler: null, version: 2 };
    await expectRefused(() => engineer.mutate('useCase.change', toRemote), 'INVALID_INPUT', 'runtime');
    const byHand = plane.database.pool.query(
      `update use_case set runtime = 'remote', handler = null where name = 'receipts'`,
    );
    await expect(byHand).rejects.toThrow('settled at its registration');
  });

  test('takes a test job, which waits for whoever leases it', async () => {
    const { data } = await engineer.mutate('useCase.sendTestJob', { name: 'transcode', payload: '1' });
    const job = await viewer.query('job.get', { id: (data as { id: string }).id });
    expect(job.data).toMatchObject({ useCase: 'transcode', state: 'waiting', leaseExpiresAt: null });
    await plane.database.pool.query(`delete from job where payload = '1'`);
  });
});

describe('a test job', () => {
  const send = (caller: Caller, payload: string, name = 'receipts') =>
    caller.mutate('useCase.sendTestJob', { name, payload });

  test('is in the queue and in the log, its payload only in the queue', async () => {
    const { data } = await send(engineer, '{"to": "ann@example.com"}');
    const { id } = data as { id: string };
    expect((await viewer.query('job.get', { id })).data).toMatchObject({
      id,
      useCase: 'receipts',
      state: 'waiting',
      attempt: 1,
    });
    expect((await viewer.query('job.list', { useCase: 'receipts', state: 'waiting' })).data).toMatchObject({
      rows: [{ id }],
    });
    const { rows } = await plane.database.pool.query('select payload from job');
    expect(rows).toEqual([{ payload: '{"to":"ann@example.com"}' }]);
    const entry = (await auditRows(plane.database.pool)).at(-1);
    expect(entry).toMatchObject({
      actor_name: 'Eve',
      action: 'useCase.sendTestJob',
      object_name: id,
      team_id: 'team_payments',
    });
    expect(JSON.stringify(entry)).not.toContain('ann@');
    expect((await viewer.query('useCase.report', { name: 'receipts', rangeMs: 60_000 })).data).toMatchObject({
      backlog: { readyCount: 1 },
    });
  });

  test('is whose the sender says, and the log does not name them', async () => {
    const input = { name: 'receipts', payload: '7', concurrencyKey: 'customer-17' };
    const { data } = await engineer.mutate('useCase.sendTestJob', input);
    expect((await engineer.query('job.get', { id: (data as { id: string }).id })).data).toMatchObject({
      concurrencyKey: 'customer-17',
    });
    expect(JSON.stringify(await auditRows(plane.database.pool))).not.toContain('customer-17');
    await plane.database.pool.query(`delete from job where payload = '7'`);
    for (const concurrencyKey of ['', 'a\nb', 'x'.repeat(101)])
      await expectRefused(
        () => engineer.mutate('useCase.sendTestJob', { ...input, concurrencyKey }),
        'INVALID_INPUT',
        'concurrencyKey',
      );
  });

  test('needs a payload that can be kept, a use case, and the right to it', async () => {
    const tooDeep = '['.repeat(100) + ']'.repeat(100);
    for (const payload of ['', '{', 'undefined', tooDeep, '"\\u0000"', `"${'é'.repeat(140_000)}"`]) {
      await expectRefused(() => send(engineer, payload), 'INVALID_INPUT', 'payload');
    }
    await expectRefused(() => send(stranger, '1'), 'FORBIDDEN');
    await expectRefused(() => send(viewer, '1'), 'FORBIDDEN');
    await expectRefused(() => send(engineer, '1', 'nothing'), 'NOT_FOUND');
    expect((await plane.database.pool.query('select from job')).rowCount).toBe(1);
  });
});

describe('the entry in the log and what it tells of', () => {
  test('exist together or not at all', async () => {
    await plane.database.pool.query(`
      create function refuse_entry() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse_entry before insert on audit_entry for each row execute function refuse_entry()`);
    try {
      const answer = await engineer.mutate('useCase.register', { ...registration, name: 'unlogged' });
      expect(answer).toMatchObject({ status: 500, error: { code: 'INTERNAL', message: 'It is in our log' } });
      expect((await engineer.query('useCase.get', { name: 'unlogged' })).error?.code).toBe('NOT_FOUND');
      const job = await engineer.mutate('useCase.sendTestJob', { name: 'receipts', payload: '2' });
      expect(job.error?.code).toBe('INTERNAL');
      expect((await plane.database.pool.query(`select from job where payload = '2'`)).rowCount).toBe(0);
    } finally {
      await plane.database.pool.query('drop trigger refuse_entry on audit_entry');
    }
  });
});
