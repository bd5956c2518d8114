import type { AuditChainView } from '@leeway/domain/audit-chain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { expectRefused } from '../testing/expect-refused.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let admin: Caller;
let viewer: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  admin = await plane.signIn('admin');
  viewer = await plane.signIn('viewer');
});
afterAll(() => plane.stop());

const view = async () => (await viewer.query('audit.chain', {})).data as AuditChainView;

/** A look that began after the call, brought to its end. */
async function verifyAnew(): Promise<AuditChainView> {
  await expect.poll(async () => (await view()).progress).toBeNull();
  const before = (await view()).report?.asOf ?? 0;
  expect((await admin.mutate('audit.verify', {})).error).toBeNull();
  await expect.poll(async () => (await view()).report?.asOf ?? 0).toBeGreaterThan(before);
  return await view();
}

async function asSuperuser(statement: string): Promise<void> {
  await plane.database.pool.query(`begin; set local session_replication_role = replica; ${statement}; commit`);
}

test('the log is looked at from the start on, and again when an admin asks; everybody sees that it holds', async () => {
  await expect.poll(async () => (await view()).report?.fault).toBeNull();
  for (const name of ['chained-1', 'chained-2', 'chained-3'])
    expect((await admin.mutate('team.create', { name })).error).toBeNull();
  const { report, hasFailed, isUnnoted } = await verifyAnew();
  expect(report).toMatchObject({ entryCount: 3, fault: null });
  expect([hasFailed, isUnnoted]).toEqual([false, false]);
});

test('asking for a look is for admins, and leaves no entry, since it changes nothing', async () => {
  const before = await auditRows(plane.database.pool);
  await expectRefused(plane, () => viewer.mutate('audit.verify', {}), { code: 'FORBIDDEN' });
  await verifyAnew();
  expect(await auditRows(plane.database.pool)).toEqual(before);
});

test('an entry that was changed is named, and the log holds again when it is as it was', async () => {
  await asSuperuser("update audit_entry set actor_name = 'Nobody' where seq = 2");
  expect((await verifyAnew()).report?.fault).toEqual({ kind: 'edited', seq: 2, untilSeq: 2 });
  await asSuperuser(
    'update audit_entry set actor_name = (select actor_name from audit_entry where seq = 1) where seq = 2',
  );
  expect((await verifyAnew()).report?.fault).toBeNull();
});
