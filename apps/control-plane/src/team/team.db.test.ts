import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

test('an admin adds a team, once, and everybody sees it', async () => {
  const admin = await plane.signIn('admin');
  const { data } = await admin.mutate('team.create', { name: 'growth' });
  expect(data).toMatchObject({ name: 'growth', useCaseCount: 0 });
  expect((await admin.mutate('team.create', { name: 'growth' })).error).toMatchObject({
    code: 'INVALID_INPUT',
    fields: [{ field: 'name' }],
  });
  expect(await auditRows(plane.database.pool)).toMatchObject([
    { actor_name: 'Ada', action: 'team.create', object_name: 'growth' },
  ]);
  const viewer = await plane.signIn('viewer');
  expect((await viewer.query('team.list')).data).toMatchObject([
    { name: 'growth' },
    { name: 'payments' },
    { name: 'search' },
  ]);
});

test('nobody else does', async () => {
  const manager = await plane.signIn('manager');
  expect((await manager.mutate('team.create', { name: 'mine' })).error?.code).toBe('FORBIDDEN');
  expect(await auditRows(plane.database.pool)).toHaveLength(1);
});

test('the handlers of the folder are listed with what they say of themselves', async () => {
  const viewer = await plane.signIn('viewer');
  expect((await viewer.query('handler.list')).data).toEqual([
    { name: 'echo', description: 'Says it again.' },
    { name: 'sleep', description: '' },
  ]);
});
