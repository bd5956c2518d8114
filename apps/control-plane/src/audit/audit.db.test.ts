import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';
import type { AuditPage } from './list-audit.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
  await plane.database.pool.query(`
    insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name)
    select 'user_x', 'Xa', 'team.create', case when n % 2 = 0 then 'team' else 'useCase' end, 'id', 'object ' || n
    from generate_series(1, 120) as n`);
});
afterAll(() => plane.stop());

test('the log is read page by page, newest first, nothing twice and nothing missed', async () => {
  const viewer = await plane.signIn('viewer');
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (await viewer.query('audit.list', { cursor })).data as AuditPage;
    names.push(...page.rows.map(({ objectName }) => objectName));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `object ${120 - index}`));
});

test('a page holds as many rows as are asked for, up to a limit', async () => {
  const viewer = await plane.signIn('viewer');
  const page = (await viewer.query('audit.list', { rowCount: 100 })).data as AuditPage;
  expect(page.rows).toHaveLength(100);
  expect((await viewer.query('audit.list', { rowCount: 201 })).error?.code).toBe('INVALID_INPUT');
});

test('it is narrowed by the object', async () => {
  const viewer = await plane.signIn('viewer');
  const byType = (await viewer.query('audit.list', { objectType: 'team' })).data as AuditPage;
  expect(new Set(byType.rows.map(({ objectType }) => objectType))).toEqual(new Set(['team']));
  const byName = (await viewer.query('audit.list', { objectType: 'team', objectName: 'object 8' })).data as AuditPage;
  expect(byName.rows).toMatchObject([{ actor: 'Xa', objectName: 'object 8', changes: [] }]);
});
