import type { GrantDetail, GrantList, GrantView, UseCaseGrants } from '@leeway/domain/capacity-views';
import { LIMITS } from '@leeway/domain/limits';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
let admin: Caller;
let stranger: Caller;
let viewer: Caller;

const POLICY = { cpuQuotaMsPerSecond: 200, rateLimitPerSecond: 50, rateLimitBurst: 100, concurrencyLimit: null };

beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
  admin = await plane.signIn('admin');
  stranger = await plane.signIn('stranger');
  viewer = await plane.signIn('viewer');
  const registration = { name: 'receipts', team: 'payments', handler: 'echo', delayToleranceMs: 60_000, ...POLICY };
  expect((await engineer.mutate('useCase.register', registration)).error).toBeNull();
});
beforeEach(() => plane.database.pool.query('delete from burst_grant'));
afterAll(() => plane.stop());

const request = {
  useCase: 'receipts',
  trafficClass: 'incident',
  amounts: { cpuQuota: { factor: 3 } },
  reason: 'Receipts pile up behind the failed payment run',
  incidentUrl: 'https://incidents.example.com/17',
  durationMs: HOUR_MS,
};
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
const event = { ...request, trafficClass: 'majorEvent', incidentUrl: '' };

const ask = (caller: Caller, more: object = {}) => caller.mutate('grant.grant', { ...request, ...more });
const give = async (more: object = {}): Promise<GrantView> => {
  const { data, error } = await ask(engineer, more);
  expect(error).toBeNull();
  return data as GrantView;
};
const list = async () => (await viewer.query('grant.list', { useCase: 'receipts' })).data as UseCaseGrants;
const refused = (call: () => Promise<Answer>, refusal: Refusal) => expectRefused(plane, call, refusal);

/** As if a grant had been given so long ago. */
const shift = (id: string, ms: number) =>
  plane.database.pool.query(
    `update burst_grant set starts_at = starts_at - $2 * interval '1 ms', ends_at = ends_at - $2 * interval '1 ms' where id = $1`,
    [id, ms],
  );

describe('a grant', () => {
  test('is in force at once, says what it means in numbers, and is in the log', async () => {
    const grant = await give({ amounts: { cpuQuota: { factor: 3 }, rateLimit: { absolute: 60 } } });
    expect(grant).toMatchObject({
      state: 'active',
      grantedBy: 'Eve',
      team: 'payments',
      version: 1,
      endedAt: null,
      policy: POLICY,
      granted: { ...POLICY, cpuQuotaMsPerSecond: 600, rateLimitPerSecond: 60, rateLimitBurst: 120 },
    });
    expect(grant.endsAt - grant.startsAt).toBe(HOUR_MS);
    const { asOf, grants, policy, effective } = await list();
    expect(grants).toEqual([{ ...grant, used: null, waiterCount: 0 }]);
    expect(policy).toEqual(POLICY);
    expect(effective).toEqual({ limits: grant.granted, grantIds: [grant.id] });
    expect(grant.startsAt).toBeLessThanOrEqual(asOf);
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      actor_name: 'Eve',
      action: 'grant.grant',
      object_name: `receipts/${grant.id}`,
      team_id: 'team_payments',
      before: null,
      after: { trafficClass: 'incident', cpuQuota: { factor: 3 }, incidentUrl: request.incidentUrl },
      reason: request.reason,
    });
    expect((await viewer.query('audit.list', { useCase: 'receipts' })).data).toMatchObject({
      rows: [{ action: 'grant.grant' }, { action: 'useCase.register' }],
    });
  });

  test('that overlaps another does not multiply: of each limit the largest holds', async () => {
    const [three, more] = [
      await give(),
      await give({ amounts: { cpuQuota: { absolute: 500 }, rateLimit: { factor: 2 } } }),
    ];
    expect((await list()).effective).toEqual({
      limits: { ...POLICY, cpuQuotaMsPerSecond: 600, rateLimitPerSecond: 100, rateLimitBurst: 200 },
      grantIds: [three.id, more.id].sort(),
    });
  });

  test('for a major event is announced a day ahead, and has no effect until then', async () => {
    const grant = await give({ ...event, startsAt: ahead(DAY_MS + HOUR_MS) });
    expect(grant.state).toBe('planned');
    expect((await list()).effective).toEqual({ limits: POLICY, grantIds: [] });
    await refused(() => ask(engineer, { ...event, startsAt: ahead(DAY_MS - MINUTE_MS) }), {
      code: 'INVALID_INPUT',
      field: 'startsAt',
      message: /24 hours ahead/,
    });
    await refused(() => ask(admin, event), { code: 'INVALID_INPUT', field: 'startsAt' });
  });

  test('ends by itself, with nobody doing anything', async () => {
    const { id } = await give();
    await shift(id, HOUR_MS);
    const { grants, effective } = await list();
    expect(grants).toMatchObject([{ id, state: 'ended' }]);
    expect(effective).toEqual({ limits: POLICY, grantIds: [] });
  });

  test.each([
    ['amounts.concurrency', { amounts: { concurrency: { factor: 2 } } }, /no concurrency limit.*set one/],
    ['amounts', { amounts: {} }, /at least one/],
    ['amounts.cpuQuota.factor', { amounts: { cpuQuota: { factor: 101 } } }, /./],
    ['amounts.cpuQuota.absolute', { amounts: { cpuQuota: { absolute: LIMITS.grantAbsolute + 1 } } }, /./],
    ['incidentUrl', { incidentUrl: '' }, /Link the incident/],
    ['incidentUrl', { incidentUrl: 'javascript:alert(1)' }, /https/],
    ['reason', { reason: '' }, /Say why/],
    ['durationMs', { durationMs: DAY_MS + 1 }, /./],
    ['durationMs', { durationMs: 9_999 }, /./],
    ['startsAt', { startsAt: '2020-01-01T00:00:00Z' }, /past/],
    ['startsAt', { startsAt: ahead(LIMITS.grantAheadMs + MINUTE_MS) }, /90 days/],
    ['startsAt', { startsAt: 'tomorrow' }, /./],
  ])('is refused for its %s', async (field, more, message) => {
    await refused(() => ask(engineer, more), { code: 'INVALID_INPUT', field, message });
    expect((await list()).grants).toEqual([]);
  });

  test('is given by who may change the use case', async () => {
    await refused(() => ask(stranger), { code: 'FORBIDDEN' });
    await refused(() => ask(viewer), { code: 'FORBIDDEN' });
    await refused(() => ask(plane.as('')), { code: 'UNAUTHENTICATED' });
    await refused(() => ask(engineer, { useCase: 'nothing' }), { code: 'NOT_FOUND' });
    const { id, version } = await give();
    for (const caller of [stranger, viewer]) {
      await refused(() => caller.mutate('grant.extend', { id, version, byMs: HOUR_MS }), { code: 'FORBIDDEN' });
      await refused(() => caller.mutate('grant.end', { id, version }), { code: 'FORBIDDEN' });
    }
    await refused(() => engineer.mutate('grant.end', { id: 'grant_unknown', version }), { code: 'NOT_FOUND' });
  });

  test('is one of ten that are open, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: LIMITS.openGrants + 4 }, () => ask(engineer)));
    expect(answers.filter(({ error }) => error === null)).toHaveLength(LIMITS.openGrants);
    expect(answers.find(({ error }) => error !== null)?.error).toMatchObject({ code: 'CONFLICT' });
    const [first] = (await list()).grants;
    await engineer.mutate('grant.end', { id: first?.id, version: 1 });
    await give();
  });
});

describe('a grant that has not ended', () => {
  test('is extended, up to three days in all', async () => {
    const grant = await give();
    const extend = (version: number, byMs: number) => engineer.mutate('grant.extend', { id: grant.id, version, byMs });
    expect((await extend(1, DAY_MS)).data).toMatchObject({
      version: 2,
      endsAt: grant.endsAt + DAY_MS,
      state: 'active',
    });
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      action: 'grant.extend',
      before: { endsAt: new Date(grant.endsAt).toISOString() },
      after: { endsAt: new Date(grant.endsAt + DAY_MS).toISOString() },
    });
    expect((await extend(2, DAY_MS)).error).toBeNull();
    await refused(() => extend(3, DAY_MS), { code: 'INVALID_INPUT', field: 'byMs', message: /3 days.*1380 minutes/ });
    expect((await extend(3, 23 * HOUR_MS)).error).toBeNull();
    await refused(() => extend(4, MINUTE_MS), { code: 'INVALID_INPUT', field: 'byMs', message: /policy/ });
  });

  test('is ended now, once', async () => {
    const { id } = await give();
    const end = () => engineer.mutate('grant.end', { id, version: 1, reason: 'It is over' });
    expect((await end()).data).toMatchObject({ state: 'stopped', version: 2 });
    expect((await list()).effective.grantIds).toEqual([]);
    await refused(end, { code: 'WRONG_STATE', message: /ended at/ });
    const again = { id, version: 2, byMs: HOUR_MS };
    await refused(() => engineer.mutate('grant.extend', again), { code: 'WRONG_STATE' });
  });

  test('and was only planned, never begins', async () => {
    const { id } = await give({ ...event, startsAt: ahead(2 * DAY_MS) });
    expect((await engineer.mutate('grant.end', { id, version: 1 })).data).toMatchObject({ state: 'stopped' });
    await shift(id, 2 * DAY_MS + MINUTE_MS);
    expect((await list()).effective.grantIds).toEqual([]);
  });

  test('is not extended after its end', async () => {
    const { id } = await give();
    await shift(id, HOUR_MS);
    await refused(() => engineer.mutate('grant.extend', { id, version: 1, byMs: HOUR_MS }), { code: 'WRONG_STATE' });
  });

  test('that two people change at once is changed by one of them', async () => {
    const grant = await give();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => {
        const change = { id: grant.id, version: 1 };
        return index % 2 === 0
          ? engineer.mutate('grant.extend', { ...change, byMs: HOUR_MS })
          : admin.mutate('grant.end', change);
      }),
    );
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    for (const { error } of answers) if (error !== null) expect(['CONFLICT', 'WRONG_STATE']).toContain(error.code);
    expect((await list()).grants).toMatchObject([{ version: 2 }]);
  });
});

test('the grants of the tier are listed: those in force and planned first, then the latest that ended', async () => {
  const [old, active] = [await give(), await give({ reason: 'second' })];
  const planned = await give({ ...event, startsAt: ahead(3 * DAY_MS) });
  await shift(old.id, 2 * HOUR_MS);
  const { grants } = (await viewer.query('grant.listAll', {})).data as GrantList;
  expect(grants.map(({ id, state }) => [id, state])).toEqual([
    [active.id, 'active'],
    [planned.id, 'planned'],
    [old.id, 'ended'],
  ]);
});

test('what was used of a grant, and who waited longer for it, is told to everybody who is signed in', async () => {
  const { id } = await give();
  const registration = { team: 'payments', handler: 'echo', delayToleranceMs: 60_000 };
  const nos: number[] = [];
  for (const name of ['patient', 'hasty'])
    nos.push(((await engineer.mutate('useCase.register', { ...registration, name })).data as { no: number }).no);
  const { pool } = plane.database;
  await pool.query(`insert into grant_use values ($1, 1500.5, 12, 30000, 4000, 1000, 61000)`, [id]);
  await pool.query(`insert into grant_wait values ($1, $2, 900, 300.5), ($1, $3, 500, 800)`, [id, ...nos]);
  const used = { cpuMs: 1500.5, submittedCount: 12, jobMs: 30_000, slotMs: 4_000, firstAt: 1_000, lastAt: 61_000 };
  const detail = (await viewer.query('grant.get', { id })).data as GrantDetail;
  expect(detail.grant).toMatchObject({ id, state: 'active', used, waiterCount: 2 });
  expect(detail.waiters).toEqual([
    { useCase: 'hasty', team: 'payments', slotMs: 500, heldUpMs: 800 },
    { useCase: 'patient', team: 'payments', slotMs: 900, heldUpMs: 300.5 },
  ]);
  expect((await list()).grants).toMatchObject([{ id, used, waiterCount: 2 }]);
  expect(((await viewer.query('grant.listAll', {})).data as GrantList).grants).toMatchObject([{ id, used }]);
  const unused = await give();
  const nobody = (await viewer.query('grant.get', { id: unused.id })).data as GrantDetail;
  expect(nobody).toMatchObject({ grant: { used: null, waiterCount: 0 }, waiters: [] });
  await refused(() => viewer.query('grant.get', { id: 'grant_unknown' }), { code: 'NOT_FOUND' });
  await refused(() => plane.as('').query('grant.get', { id }), { code: 'UNAUTHENTICATED' });
});

test('a grant and its entry in the log exist together or not at all', async () => {
  const kept = await give();
  await plane.database.pool.query(`
    create function refuse_entry() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger refuse_entry before insert on audit_entry for each row execute function refuse_entry()`);
  try {
    expect((await ask(engineer)).error?.code).toBe('INTERNAL');
    const change = { id: kept.id, version: 1 };
    expect((await engineer.mutate('grant.extend', { ...change, byMs: HOUR_MS })).error?.code).toBe('INTERNAL');
    expect((await engineer.mutate('grant.end', change)).error?.code).toBe('INTERNAL');
    expect((await list()).grants).toMatchObject([{ id: kept.id, version: 1, state: 'active', endsAt: kept.endsAt }]);
  } finally {
    await plane.database.pool.query('drop trigger refuse_entry on audit_entry');
  }
});
