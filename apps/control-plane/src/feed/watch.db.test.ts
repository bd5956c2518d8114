import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEventStream } from '../testing/event-stream.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let viewer: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  viewer = await plane.signIn('viewer');
});
afterAll(() => plane.stop());

function open(procedure: string, input: unknown, cookie = viewer.cookie) {
  return openEventStream({ url: plane.url, cookie, procedure, input });
}

test('a watched report comes and keeps coming', async () => {
  const overview = await open('tier.watch', { rangeMs: 60_000 });
  expect(overview.response.headers.get('content-type')).toContain('text/event-stream');
  const first = (await overview.next()) as { asOf: number };
  const second = (await overview.next()) as { asOf: number };
  expect(second.asOf).toBeGreaterThan(first.asOf);
  overview.close();
});

test('a change shows in the watched list', async () => {
  const list = await open('useCase.watchList', {});
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

  const report = await open('useCase.watchReport', { name: 'mail', rangeMs: 60_000 });
  expect(await report.next()).toMatchObject({ backlog: { readyCount: 0 } });
  report.close();
});

test('more pages of the list are watched than there are connections, and all keep coming', async () => {
  const pages = await Promise.all(
    ['name', 'team', 'state', 'p95', 'ready', 'dead', 'done', 'failed'].map((sort) =>
      open('useCase.watchList', { sort }),
    ),
  );
  for (let turn = 0; turn < 3; turn++)
    for (const value of await Promise.all(pages.map((page) => page.next())))
      expect(value).toMatchObject({ totalCount: 1 });
  for (const page of pages) page.close();
});

test('watching needs a session, and something to watch', async () => {
  const closed = await open('tier.watch', { rangeMs: 60_000 }, '');
  await expect(closed.next()).rejects.toThrow('UNAUTHENTICATED');
  const missing = await open('useCase.watchReport', { name: 'nothing', rangeMs: 60_000 });
  await expect(missing.next()).rejects.toThrow('NOT_FOUND');
});
