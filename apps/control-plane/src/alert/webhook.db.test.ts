import type { WebhookView } from '@leeway/domain/alert';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { expectRefused, type Refusal } from '../testing/expect-refused.ts';
import {
  type Answer,
  type Caller,
  startTestControlPlane,
  type TestControlPlane,
} from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let engineer: Caller;
let stranger: Caller;
let viewer: Caller;
let admin: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
  stranger = await plane.signIn('stranger');
  viewer = await plane.signIn('viewer');
  admin = await plane.signIn('admin');
});
afterAll(() => plane.stop());

const refused = (call: () => Promise<Answer>, refusal: Refusal) => expectRefused(plane, call, refusal);
const hook = { name: 'on-call', url: 'https://hooks.example.com/services/T0/secret-part', team: 'payments' };
const list = async (caller: Caller) => (await caller.query('webhook.list', {})).data as WebhookView[];

describe('a webhook', () => {
  let id: string;

  test('is added by the team that it tells; its secret is shown once, its address never whole', async () => {
    const { data } = await engineer.mutate('webhook.add', hook);
    const added = data as { id: string; secret: string };
    id = added.id;
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const views = await list(viewer);
    expect(views).toMatchObject([
      { id, name: 'on-call', url: 'https://hooks.example.com', team: 'payments', deliveries: [] },
    ]);
    const audit = JSON.stringify(await auditRows(plane.database.pool));
    for (const text of [JSON.stringify(views), audit]) {
      expect(text).not.toContain('secret-part');
      expect(text).not.toContain(added.secret);
    }
  });

  test('is refused where the address, the team or the right is missing', async () => {
    const add = (caller: Caller, more: object) => () => caller.mutate('webhook.add', { ...hook, ...more });
    await refused(add(engineer, { url: 'ftp://example.com' }), { code: 'INVALID_INPUT', field: 'url' });
    await refused(add(engineer, { url: 'https://me:word@example.com' }), { code: 'INVALID_INPUT', field: 'url' });
    for (const url of ['http://hooks.example.com/x', 'https://10.1.2.3/x', 'https://[::1]/x', 'https://localhost/x'])
      await refused(add(engineer, { url }), { code: 'INVALID_INPUT', field: 'url' });
    const local = await engineer.mutate('webhook.add', { ...hook, name: 'local', url: 'https://localhost/x' });
    expect(local.error?.message).toMatch(/localhost leads to .*not a public address.*LEEWAY_WEBHOOK_ALLOW/);
    await refused(add(engineer, { name: '' }), { code: 'INVALID_INPUT', field: 'name' });
    await refused(add(admin, { team: 'nobody' }), { code: 'INVALID_INPUT', field: 'team' });
    await refused(add(stranger, {}), { code: 'FORBIDDEN' });
    await refused(add(viewer, {}), { code: 'FORBIDDEN' });
    await refused(add(engineer, { team: null }), { code: 'FORBIDDEN' });
    expect((await admin.mutate('webhook.add', { ...hook, name: 'all', team: null })).data).toMatchObject({});
  });

  test('may be private where whoever runs the tier says so', async () => {
    const local = { ...hook, name: 'local', url: 'http://localhost:9443/hook' };
    const { data } = await engineer.mutate('webhook.add', local);
    expect(data).toMatchObject({ secret: expect.any(String) });
    await engineer.mutate('webhook.remove', { id: (data as { id: string }).id });
  });

  test('is called for a test by its team, and each call is listed', async () => {
    await refused(() => stranger.mutate('webhook.test', { id }), { code: 'FORBIDDEN' });
    await engineer.mutate('webhook.test', { id });
    expect((await list(viewer))[0]?.deliveries).toMatchObject([{ event: 'test', attempt: 0, deliveredAt: null }]);
  });

  test('that is removed is told nothing more, and is gone', async () => {
    await refused(() => stranger.mutate('webhook.remove', { id }), { code: 'FORBIDDEN' });
    await engineer.mutate('webhook.remove', { id });
    expect((await list(viewer)).map(({ name }) => name)).toEqual(['all']);
    const { rows } = await plane.database.pool.query(
      'select count(*)::int as n from alert_delivery where next_at is not null',
    );
    expect(rows[0].n).toBe(0);
    await refused(() => engineer.mutate('webhook.remove', { id }), { code: 'NOT_FOUND' });
    expect((await auditRows(plane.database.pool)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['webhook.add', 'webhook.test', 'webhook.remove']),
    );
  });

  test('alerts are listed with their teams, those that last first', async () => {
    await engineer.mutate('useCase.register', {
      name: 'receipts',
      team: 'payments',
      handler: 'echo',
      delayToleranceMs: 0,
    });
    await plane.database.pool.query(
      `insert into alert (id, rule, use_case_no, subject, started_at, seen_at, ended_at, message)
       select 'alert_' || n, 'deadJobs', no, 'receipts', n, n, case when n = 1 then null else n end, 'x'
       from use_case, generate_series(1, 3) n`,
    );
    const { data } = await viewer.query('alert.list', {});
    expect(data).toMatchObject({
      lookedAt: null,
      lastingCount: 1,
      alerts: [
        { id: 'alert_1', team: 'payments', endedAt: null, rule: 'deadJobs', isDownstream: false },
        { id: 'alert_3' },
        { id: 'alert_2' },
      ],
    });

    await plane.database.pool.query(
      `insert into alert (id, rule, use_case_no, subject, started_at, seen_at, message)
       select 'alert_' || n, 'deadJobs', no, 'receipts-' || n, n, n, 'x' from use_case, generate_series(1001, 1300) n`,
    );
    const many = (await viewer.query('alert.list', {})).data as { lastingCount: number; alerts: { id: string }[] };
    expect([many.lastingCount, many.alerts.length, many.alerts[0]?.id]).toEqual([301, 202, 'alert_1300']);
  });

  test('of one use case: its own and those of its downstreams, what lasts first, then what ended within a day', async () => {
    const pool = plane.database.pool;
    await pool.query('delete from alert');
    await engineer.mutate('useCase.register', {
      name: 'reminders',
      team: 'payments',
      handler: 'echo',
      delayToleranceMs: 0,
    });
    await pool.query(
      `insert into downstream (id, name, team_id) select 'ds_' || names.name, names.name, team_id
       from (values ('ours'), ('theirs')) as names (name), use_case where use_case.name = 'reminders'`,
    );
    await pool.query(
      `insert into use_case_downstream (use_case_id, downstream_id) select id, 'ds_ours' from use_case where name = 'reminders'`,
    );
    await pool.query(
      `insert into alert (id, rule, use_case_no, downstream_id, subject, started_at, seen_at, ended_at, message)
       select 'alert_' || a.id, rule, u.no, downstream, coalesce(u.name, downstream), now_ms() - started, now_ms(), now_ms() - ended, 'x'
       from (values
         ('late', 'toleranceBurning', 'reminders', null, 90000, null),
         ('dead', 'deadJobs', 'reminders', null, 50000, 40000),
         ('old', 'deadJobs', 'reminders', null, 100000000, 90000000),
         ('other', 'deadJobs', 'receipts', null, 1000, null),
         ('ours', 'downstreamCut', null, 'ds_ours', 60000, null),
         ('theirs', 'downstreamCut', null, 'ds_theirs', 60000, null)
       ) as a (id, rule, use_case, downstream, started, ended) left join use_case u on u.name = a.use_case`,
    );
    const { data } = await viewer.query('alert.list', { useCase: 'reminders' });
    expect(data).toMatchObject({
      lastingCount: 2,
      alerts: [{ id: 'alert_ours', isDownstream: true }, { id: 'alert_late' }, { id: 'alert_dead' }],
    });
    expect((data as { alerts: unknown[] }).alerts).toHaveLength(3);
    await refused(() => viewer.query('alert.list', { useCase: 'no-such' }), { code: 'NOT_FOUND' });
    await refused(() => viewer.query('alert.list', { useCase: "'; --" }), { code: 'INVALID_INPUT' });
  });
});
