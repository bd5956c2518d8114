import superjson from 'superjson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let viewer: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  viewer = await plane.signIn('viewer');
});
afterAll(() => plane.stop());

interface Stream {
  next(): Promise<unknown>;
  close(): void;
}

async function open(procedure: string, input: unknown, cookie = viewer.cookie): Promise<Response & { end(): void }> {
  const ended = new AbortController();
  const url = `${plane.url}/api/trpc/${procedure}?input=${encodeURIComponent(superjson.stringify(input))}`;
  const response = await fetch(url, { headers: { cookie, accept: 'text/event-stream' }, signal: ended.signal });
  return Object.assign(response, { end: () => ended.abort() });
}

/** Events of a stream whose data is a value. */
async function stream(procedure: string, input: unknown): Promise<Stream> {
  const response = await open(procedure, input);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = readEvents(response);
  return { next: async () => (await events.next()).value, close: response.end };
}

async function* readEvents(response: Response): AsyncGenerator<unknown> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined && !/^event:/m.test(event)) yield superjson.parse(data);
    }
  }
}

test('a watched report comes at once and keeps coming', async () => {
  const startedAt = performance.now();
  const overview = await stream('tier.watch', { rangeMs: 60_000 });
  const first = (await overview.next()) as { asOf: number };
  expect(performance.now() - startedAt).toBeLessThan(900);
  const second = (await overview.next()) as { asOf: number };
  expect(second.asOf).toBeGreaterThan(first.asOf);
  overview.close();
});

test('a change shows in the watched list', async () => {
  const list = await stream('useCase.watchList', {});
  expect(await list.next()).toMatchObject({ rows: [] });
  const engineer = await plane.signIn('engineer');
  await engineer.mutate('useCase.register', { name: 'mail', team: 'payments', handler: 'echo', delayToleranceMs: 0 });
  let seen: unknown;
  for (let count = 0; count < 5; count++) {
    seen = await list.next();
    if ((seen as { rows: unknown[] }).rows.length > 0) break;
  }
  expect(seen).toMatchObject({ rows: [{ name: 'mail' }] });
  list.close();

  const report = await stream('useCase.watchReport', { name: 'mail', rangeMs: 60_000 });
  expect(await report.next()).toMatchObject({ backlog: { readyCount: 0 } });
  report.close();
});

test('watching needs a session, and something to watch', async () => {
  const closed = await open('tier.watch', { rangeMs: 60_000 }, '');
  expect(await closed.text()).toContain('UNAUTHENTICATED');
  const missing = await open('useCase.watchReport', { name: 'nothing', rangeMs: 60_000 });
  expect(await missing.text()).toContain('NOT_FOUND');
});

test('an outage is survived: silence, then the truth again', async () => {
  const overview = await stream('tier.watch', { rangeMs: 120_000 });
  const before = (await overview.next()) as { asOf: number };
  const { pool } = plane.database;
  const name = new URL(plane.database.connectionString).pathname.slice(1);
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
    [name],
  );
  const after = (await overview.next()) as { asOf: number };
  expect(after.asOf).toBeGreaterThan(before.asOf);
  expect((await viewer.query('team.list')).status).toBe(200);
  overview.close();
});
