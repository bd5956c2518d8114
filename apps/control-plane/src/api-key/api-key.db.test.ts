import { hashApiKey, parseApiKey } from '@leeway/domain/api-key';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

test('a key is shown once, stored as a hash, and ends', async () => {
  const engineer = await plane.signIn('engineer');
  const { data } = await engineer.mutate('apiKey.mint', { team: 'payments', name: 'checkout', expiresInDays: 30 });
  const { id, key } = data as { id: string; key: string };
  expect(parseApiKey(key)).toEqual({ id });
  const { rows } = await plane.database.pool.query(
    'select team_id, secret_hash, last_four from api_key where id = $1',
    [id],
  );
  expect(rows).toEqual([{ team_id: 'team_payments', secret_hash: hashApiKey(key), last_four: key.slice(-4) }]);
  const everything = await plane.database.pool.query(
    `select api_key::text || audit_entry::text as text from api_key, audit_entry`,
  );
  expect(JSON.stringify(everything.rows)).not.toContain(key.slice(30));

  const [listed] = (await engineer.query('apiKey.list')).data as { expiresAt: number; createdAt: number }[];
  expect(listed).toMatchObject({ id, name: 'checkout', team: 'payments', lastFour: key.slice(-4), revokedAt: null });
  expect(Number(listed?.expiresAt) - Number(listed?.createdAt)).toBeCloseTo(30 * 86_400_000, -4);

  expect((await engineer.mutate('apiKey.revoke', { id })).data).toEqual({ id });
  expect((await engineer.mutate('apiKey.revoke', { id })).error?.code).toBe('CONFLICT');
  expect(await auditRows(plane.database.pool)).toMatchObject([{ action: 'apiKey.mint' }, { action: 'apiKey.revoke' }]);
});

test('a key for every team is an admin’s, and a team’s keys are its own', async () => {
  const [engineer, admin, stranger] = [
    await plane.signIn('engineer'),
    await plane.signIn('admin'),
    await plane.signIn('stranger'),
  ];
  const mint = { team: null, name: 'all', expiresInDays: 1 };
  expect((await engineer.mutate('apiKey.mint', mint)).error?.code).toBe('FORBIDDEN');
  const { id } = (await admin.mutate('apiKey.mint', mint)).data as { id: string };
  expect((await engineer.mutate('apiKey.revoke', { id })).error?.code).toBe('FORBIDDEN');
  expect((await stranger.mutate('apiKey.mint', { ...mint, team: 'payments' })).error?.code).toBe('FORBIDDEN');
  expect((await admin.mutate('apiKey.mint', { ...mint, team: 'nobody' })).error?.fields).toMatchObject([
    { field: 'team' },
  ]);
  expect((await admin.mutate('apiKey.revoke', { id: 'key_unknown' })).error?.code).toBe('NOT_FOUND');
  expect((await stranger.query('apiKey.list')).data).toEqual([]);
  expect((await engineer.query('apiKey.list')).data).toHaveLength(1);
  expect((await admin.query('apiKey.list')).data).toHaveLength(2);
});

test('a key may have a rate limit of its own, whole and within bounds', async () => {
  const engineer = await plane.signIn('engineer');
  const mint = { team: 'payments', name: 'limited', expiresInDays: 1 };
  const rateLimit = { perSecond: 50, burst: 200 };
  const { id } = (await engineer.mutate('apiKey.mint', { ...mint, rateLimit })).data as { id: string };
  const list = (await engineer.query('apiKey.list')).data as { id: string }[];
  expect(list.find((apiKey) => apiKey.id === id)).toMatchObject({ rateLimit });
  expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
    after: { name: 'limited', rateLimitPerSecond: 50, rateLimitBurst: 200 },
  });
  for (const broken of [{ perSecond: 50 }, { perSecond: 0, burst: 1 }, { perSecond: 1, burst: 1.5 }])
    expect((await engineer.mutate('apiKey.mint', { ...mint, rateLimit: broken })).error?.code).toBe('INVALID_INPUT');
  await engineer.mutate('apiKey.revoke', { id });
});
