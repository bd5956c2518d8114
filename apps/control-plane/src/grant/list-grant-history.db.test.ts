import { HOUR_MS } from '@leeway/domain/units';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';
import type { GrantHistoryPage } from './list-grant-history.ts';

let plane: TestControlPlane;
let engineer: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
});
afterAll(() => plane.stop());

test('every grant there ever was is read page by page, the latest start first, nothing twice and nothing missed', async () => {
  const registration = { name: 'receipts', team: 'payments', handler: 'echo', delayToleranceMs: 0 };
  expect((await engineer.mutate('useCase.register', { ...registration, concurrencyLimit: 4 })).error).toBeNull();
  const amounts = { concurrency: { factor: 2 } };
  const grant = { useCase: 'receipts', trafficClass: 'incident', amounts, reason: 'A test', durationMs: HOUR_MS };
  const incidentUrl = 'https://incidents.example.com/17';
  expect((await engineer.mutate('grant.grant', { ...grant, incidentUrl })).error).toBeNull();
  // More than two pages; several that share a start, and starts that differ by a microsecond.
  await plane.database.pool.query(`
    insert into burst_grant (id, use_case_id, traffic_class, amounts, reason, starts_at, ends_at, granted_by)
    select 'grant_' || lpad(n::text, 12, '0'), use_case_id, traffic_class, amounts, reason,
      starts_at - (n / 7) * interval '1 microsecond', ends_at, granted_by
    from burst_grant, generate_series(1, 450) as n`);
  const read: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (await engineer.query('grant.history', { cursor })).data as GrantHistoryPage;
    read.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const { rows } = await plane.database.pool.query('select id from burst_grant order by starts_at desc, id');
  expect(read).toEqual(rows.map(({ id }) => id));
  expect(read).toHaveLength(451);
  const beyond = await engineer.query('grant.history', { cursor: 'grant_nowhere' });
  expect(beyond.data).toEqual({ rows: [], nextCursor: null });
});
