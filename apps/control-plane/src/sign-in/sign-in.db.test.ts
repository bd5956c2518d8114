import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, PEOPLE } from '../testing/people.ts';
import { startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(plane.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

test('a person signs in, is known with role and teams, and signs out', async () => {
  const caller = await plane.signIn('engineer');
  const { data } = await caller.query('session.get');
  expect(data).toMatchObject({
    user: { email: PEOPLE.engineer.email, name: 'Eve', role: 'engineer', teams: ['payments'] },
  });

  const out = await post('/api/auth/sign-out', {}, { cookie: caller.cookie, origin: plane.webUrl });
  expect(out.status).toBe(200);
  expect((await caller.query('session.get')).data).toEqual({ user: null });
  expect((await caller.query('team.list')).error?.code).toBe('UNAUTHENTICATED');
});

test('the cookie is out of reach of scripts and other sites', async () => {
  const response = await post('/api/auth/sign-in/email', { email: PEOPLE.admin.email, password: PASSWORD });
  const cookie = response.headers.getSetCookie().join();
  expect(cookie).toMatch(/^leeway\.session_token=/);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
});

test('a wrong password and an unknown person get the same answer', async () => {
  const wrong = await post('/api/auth/sign-in/email', { email: PEOPLE.admin.email, password: 'not the password' });
  const unknown = await post('/api/auth/sign-in/email', { email: 'nobody@example.com', password: 'not the password' });
  expect(wrong.status).toBe(401);
  expect([unknown.status, await unknown.text()]).toEqual([wrong.status, await wrong.text()]);
  expect(wrong.headers.getSetCookie()).toEqual([]);
});

test('nobody signs up, and what is not listed of the sign-in library is not there', async () => {
  const person = { email: 'new@example.com', password: 'a long enough one', name: 'New', role: 'admin' };
  for (const path of [
    '/sign-up/email',
    '//sign-up/email',
    '/update-user',
    '/change-password',
    '/request-password-reset',
  ]) {
    expect((await post(`/api/auth${path}`, person)).status, path).toBe(404);
  }
  const { rows } = await plane.database.pool.query(`select from app_user where email = 'new@example.com'`);
  expect(rows).toEqual([]);
});

test('another site cannot sign anybody in or out', async () => {
  const foreign = { origin: 'https://evil.example' };
  const body = { email: PEOPLE.admin.email, password: PASSWORD };
  expect((await post('/api/auth/sign-in/email', body, foreign)).status).toBe(403);
  expect((await post('/api/auth/sign-in/email', body, { ...foreign, 'content-type': 'text/plain' })).status).toBe(403);
});

test('a session that was ended in the store is no session', async () => {
  const caller = await plane.signIn('manager');
  await plane.database.pool.query(
    `delete from app_session where user_id = (select id from app_user where email = $1)`,
    [PEOPLE.manager.email],
  );
  expect((await caller.query('team.list')).status).toBe(401);
});

test('a role taken away is gone with the next request', async () => {
  const caller = await plane.signIn('manager');
  await plane.database.pool.query(`update app_user set role = 'viewer' where email = $1`, [PEOPLE.manager.email]);
  const answer = await caller.mutate('replay.begin', { label: 'a day' });
  expect(answer).toMatchObject({ status: 403, error: { code: 'FORBIDDEN' } });
});

test('guessing one person’s password is stopped, whatever address it comes from', async () => {
  const tries = Array.from({ length: 18 }, (_, index) =>
    post(
      '/api/auth/sign-in/email',
      { email: PEOPLE.viewer.email, password: `guess number ${index}` },
      { 'x-forwarded-for': `192.0.2.${index}` },
    ).then(({ status }) => status),
  );
  const statuses = await Promise.all(tries);
  expect(statuses.filter((status) => status === 429)).toHaveLength(3);
  expect(statuses.filter((status) => status === 401)).toHaveLength(15);
});
