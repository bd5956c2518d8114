import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import { auditRows } from '../testing/audit-rows.ts';
import { openEventStream } from '../testing/event-stream.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let admin: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  admin = await plane.signIn('admin');
});
afterAll(() => plane.stop());

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>);
const json = { 'content-type': 'application/json', 'x-leeway': '1' };

describe('a change', () => {
  test.each([
    ['without the mark', { 'content-type': 'application/json' }, 403],
    ['from another site', { ...json, origin: 'https://evil.example' }, 403],
    ['as a form', { ...json, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['as several parts', { ...json, 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['as bytes', { ...json, 'content-type': 'application/octet-stream' }, 415],
  ])('%s is refused', async (_, headers, status) => {
    const answer = await admin.mutate('team.create', { name: 'forged' }, headers);
    expect(answer.status).toBe(status);
    expect(await auditRows(plane.database.pool)).toEqual([]);
  });

  test('is not made by reading', async () => {
    const answer = await admin.query('team.create', { name: 'forged' });
    expect(answer).toMatchObject({ status: 405, error: { code: 'METHOD_NOT_ALLOWED' } });
    expect(await auditRows(plane.database.pool)).toEqual([]);
  });

  test('from the console goes through', async () => {
    const answer = await admin.mutate('team.create', { name: 'real' }, { ...json, origin: plane.webUrl });
    expect(answer.status).toBe(200);
  });
});

test('without a session nothing is answered but who is signed in: nobody', async () => {
  const nobody = plane.as('');
  for (const [path, { _def }] of procedures) {
    if (_def.type === 'subscription') {
      const stream = await openEventStream({ url: plane.url, cookie: '', procedure: path, input: {} });
      await expect(stream.next(), path).rejects.toThrow('UNAUTHENTICATED');
      continue;
    }
    const answer = _def.type === 'mutation' ? await nobody.mutate(path, {}) : await nobody.query(path, {});
    expect([path, answer.status]).toEqual([path, path === 'session.get' ? 200 : 401]);
  }
});

describe('a request', () => {
  test('that is too large is refused', async () => {
    const answer = await admin.mutate('team.create', { name: 'x'.repeat(1_100_000) });
    expect(answer).toMatchObject({ status: 413, error: { code: 'TOO_LARGE' } });
  });

  test('with too many calls is refused', async () => {
    const paths = Array.from({ length: 101 }, () => 'session.get').join(',');
    const response = await fetch(`${plane.url}/api/trpc/${paths}?batch=1&input=%7B%7D`);
    expect(response.status).toBe(400);
    const fine = Array.from({ length: 100 }, () => 'session.get').join(',');
    expect((await fetch(`${plane.url}/api/trpc/${fine}?batch=1&input=%7B%7D`)).status).toBe(200);
  });

  test('for nothing gets a problem', async () => {
    const response = await fetch(`${plane.url}/nothing`);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect((await admin.query('no.such')).error?.code).toBe('NOT_FOUND');
  });

  test('that cannot be read gets a 400', async () => {
    const response = await fetch(`${plane.url}/api/trpc/team.create`, {
      method: 'POST',
      headers: { ...json, cookie: admin.cookie },
      body: '{"json":',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/at .*\.ts|node_modules|stack/);
  });

  test('about its health is answered without a session', async () => {
    expect(await (await fetch(`${plane.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${plane.url}/readyz`)).status).toBe(200);
  });
});
