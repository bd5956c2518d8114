import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { expectRefused } from '../testing/expect-refused.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let engineer: Caller;
const registration = { name: 'receipts', team: 'payments', handler: 'echo', delayToleranceMs: 60_000 };
beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
  await engineer.mutate('useCase.register', registration);
});
afterAll(() => plane.stop());

test('a use case is paused with a reason and resumed, once each, and lists show it', async () => {
  const pause = (caller: Caller, more: object) => caller.mutate('useCase.pause', { name: 'receipts', ...more });
  const paused = { isPaused: true, reason: 'The mail gateway is being moved' };
  await expectRefused(plane, () => pause(engineer, { isPaused: true }), { code: 'INVALID_INPUT', field: 'reason' });
  for (const person of ['stranger', 'viewer'] as const) {
    const caller = await plane.signIn(person);
    await expectRefused(plane, () => pause(caller, paused), { code: 'FORBIDDEN' });
  }
  const answers = await Promise.all(Array.from({ length: 4 }, () => pause(engineer, paused)));
  expect(answers.map(({ error }) => error?.code ?? 'done').sort()).toEqual([
    'WRONG_STATE',
    'WRONG_STATE',
    'WRONG_STATE',
    'done',
  ]);
  expect((await engineer.query('useCase.list', {})).data).toMatchObject({ rows: [{ isPaused: true }] });
  expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
    action: 'useCase.pause',
    object_name: 'receipts',
    before: { isPaused: false },
    after: { isPaused: true },
    reason: paused.reason,
  });

  const { team: _team, ...policy } = registration;
  const changed = await engineer.mutate('useCase.change', { ...policy, maxAttempts: 2, version: 1 });
  expect(changed.data).toMatchObject({ isPaused: true, maxAttempts: 2 });
  expect((await pause(engineer, { isPaused: false })).data).toMatchObject({ isPaused: false, maxAttempts: 2 });
  await expectRefused(plane, () => pause(engineer, { isPaused: false }), { code: 'WRONG_STATE' });
});
