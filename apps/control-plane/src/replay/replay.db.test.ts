import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

test('a replay begins and ends once, and is marked on the chart meanwhile', async () => {
  const engineer = await plane.signIn('engineer');
  const { id } = (await engineer.mutate('replay.begin', { label: 'a busy day' })).data as { id: string };
  const overview = await engineer.query('tier.overview', { rangeMs: 60_000 });
  expect(overview.data).toMatchObject({ replays: [{ id, label: 'a busy day', endedAt: null }] });
  expect((await engineer.mutate('replay.end', { id })).data).toEqual({ id });
  expect((await engineer.mutate('replay.end', { id })).error?.code).toBe('CONFLICT');
  expect((await engineer.mutate('replay.end', { id: 'replay_unknown' })).error?.code).toBe('NOT_FOUND');
  expect(await auditRows(plane.database.pool)).toMatchObject([{ action: 'replay.begin' }, { action: 'replay.end' }]);
});

test('viewers watch', async () => {
  const viewer = await plane.signIn('viewer');
  expect((await viewer.mutate('replay.begin', { label: 'mine' })).error?.code).toBe('FORBIDDEN');
  expect((await viewer.query('replay.counts', { names: ['nothing'], sinceAt: 0 })).data).toEqual([]);
});
