import type { IncidentModeList, IncidentModeView } from '@leeway/domain/capacity-views';
import { LIMITS } from '@leeway/domain/limits';
import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { expectRefused, type Refusal } from '../testing/expect-refused.ts';
import {
  type Answer,
  type Caller,
  startTestControlPlane,
  type TestControlPlane,
} from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let admin: Caller;
let manager: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  admin = await plane.signIn('admin');
  manager = await plane.signIn('manager');
});
beforeEach(() => plane.database.pool.query('delete from incident_mode'));
afterAll(() => plane.stop());

const request = { criticalityFloor: 'high', reason: 'Half of the pool is gone', durationMs: HOUR_MS };
const start = (caller: Caller, more: object = {}) => caller.mutate('incidentMode.start', { ...request, ...more });
const started = async (more: object = {}) => (await start(admin, more)).data as IncidentModeView;
const list = async () => ((await manager.query('incidentMode.list', {})).data as IncidentModeList).modes;
const refused = (call: () => Promise<Answer>, refusal: Refusal) => expectRefused(plane, call, refusal);

test('an admin starts it, extends it and ends it, each in the log; nobody else does', async () => {
  const mode = await started();
  expect(mode).toMatchObject({ criticalityFloor: 'high', startedBy: 'Ada', isActive: true, endedAt: null });
  expect(mode.endsAt - mode.startedAt).toBe(HOUR_MS);
  const { id } = mode;
  for (const [verb, input] of [
    ['start', request],
    ['extend', { id, byMs: HOUR_MS }],
    ['end', { id }],
  ] as const)
    await refused(() => manager.mutate(`incidentMode.${verb}`, input), { code: 'FORBIDDEN' });
  expect((await admin.mutate('incidentMode.extend', { id, byMs: HOUR_MS })).data).toMatchObject({
    endsAt: mode.endsAt + HOUR_MS,
  });
  expect((await admin.mutate('incidentMode.end', { id, reason: 'The pool is back' })).data).toMatchObject({
    isActive: false,
  });
  await refused(() => admin.mutate('incidentMode.end', { id }), { code: 'WRONG_STATE' });
  await refused(() => admin.mutate('incidentMode.extend', { id, byMs: HOUR_MS }), { code: 'WRONG_STATE' });
  expect(await auditRows(plane.database.pool)).toMatchObject([
    { action: 'incidentMode.start', before: null, after: { criticalityFloor: 'high' }, reason: request.reason },
    { action: 'incidentMode.extend', after: { endsAt: new Date(mode.endsAt + HOUR_MS).toISOString() } },
    { action: 'incidentMode.end', before: { endedAt: null }, reason: 'The pool is back' },
  ]);
});

test('it is refused for what it lacks', async () => {
  for (const [field, more] of [
    ['criticalityFloor', { criticalityFloor: 'low' }],
    ['reason', { reason: '' }],
    ['durationMs', { durationMs: LIMITS.incidentModeMs.max + 1 }],
    ['incidentUrl', { incidentUrl: 'ftp://x' }],
  ] as const)
    await refused(() => start(admin, more), { code: 'INVALID_INPUT', field });
});

test('it ends by itself, and cannot be extended beyond a day from now', async () => {
  const { id } = await started();
  await refused(() => admin.mutate('incidentMode.extend', { id, byMs: 24 * HOUR_MS }), {
    code: 'INVALID_INPUT',
    field: 'byMs',
    message: /24 hours/,
  });
  await plane.database.pool.query(
    `update incident_mode set started_at = started_at - interval '2 h', ends_at = ends_at - interval '2 h'`,
  );
  expect(await list()).toMatchObject([{ id, isActive: false }]);
  await refused(() => admin.mutate('incidentMode.extend', { id, byMs: MINUTE_MS }), { code: 'WRONG_STATE' });
});

test('of several in force the highest floor comes first, and there are not too many', async () => {
  await started({ criticalityFloor: 'normal' });
  await started({ criticalityFloor: 'critical' });
  expect((await list()).map(({ criticalityFloor }) => criticalityFloor)).toEqual(['critical', 'normal']);
  const answers = await Promise.all(Array.from({ length: LIMITS.openIncidentModes }, () => start(admin)));
  expect(answers.filter(({ error }) => error?.code === 'CONFLICT')).toHaveLength(2);
  expect(await list()).toHaveLength(LIMITS.openIncidentModes);
});
