import { startTcpProxy, type TcpProxy } from '@leeway/engine/testing/tcp-proxy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEventStream } from './testing/event-stream.ts';
import { PASSWORD, PEOPLE } from './testing/people.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from './testing/test-control-plane.ts';

let plane: TestControlPlane;
let proxy: TcpProxy;
let engineer: Caller;
beforeAll(async () => {
  const reach = async (connectionString: string) => {
    proxy = await startTcpProxy(connectionString);
    return proxy.connectionString;
  };
  plane = await startTestControlPlane({ reach });
  engineer = await plane.signIn('engineer');
});
afterAll(async () => {
  proxy.mend();
  await plane.stop();
  await proxy.close();
});

const away = { status: 503, error: { code: 'STORE_UNAVAILABLE' } };

function signIn(): Promise<Response> {
  return fetch(`${plane.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: PEOPLE.viewer.email, password: PASSWORD }),
  });
}

test('while the store is away everything says so; afterwards all goes on by itself', async () => {
  const session = { url: plane.url, cookie: engineer.cookie };
  const overview = await openEventStream({ ...session, procedure: 'tier.watch', input: { rangeMs: 60_000 } });
  const before = (await overview.next()) as { asOf: number };

  for (let round = 0; round < 2; round++) {
    proxy.cut();
    expect(await engineer.query('team.list')).toMatchObject(away);
    expect(await engineer.query('tier.overview', { rangeMs: 60_000 })).toMatchObject(away);
    expect(await engineer.mutate('replay.begin', { label: 'lost' })).toMatchObject(away);
    const late = await openEventStream({ ...session, procedure: 'useCase.watchList', input: {} });
    expect(late.response.status).toBe(200);
    await expect(late.next()).rejects.toThrow('STORE_UNAVAILABLE');
    const [ready, signedIn] = [await fetch(`${plane.url}/readyz`), await signIn()];
    expect([ready.status, signedIn.status]).toEqual([503, 503]);
    expect(await signedIn.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect((await fetch(`${plane.url}/healthz`)).status).toBe(200);
    proxy.mend();
    await expect.poll(async () => (await engineer.query('team.list')).status, { timeout: 10_000 }).toBe(200);
    expect((await engineer.query('tier.overview', { rangeMs: 60_000 })).status).toBe(200);
    expect((await signIn()).status).toBe(200);
  }

  const after = (await overview.next()) as { asOf: number };
  expect(after.asOf).toBeGreaterThan(before.asOf);
  overview.close();
  expect((await plane.database.pool.query('select from replay_run')).rowCount).toBe(0);
});
