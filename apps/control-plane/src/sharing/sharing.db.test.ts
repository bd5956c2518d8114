import { encodeJobKey, toJobId } from '@leeway/domain/job-id';
import type { CapacityReport, FairnessReport, JobWaitView, UseCaseWaitView } from '@leeway/domain/sharing-views';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEventStream } from '../testing/event-stream.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

/** The feed looks each second; a busy machine takes longer. */
const SLOW = { timeout: 10_000 };

let plane: TestControlPlane;
let viewer: Caller;
let no: number;
beforeAll(async () => {
  plane = await startTestControlPlane();
  viewer = await plane.signIn('viewer');
  const engineer = await plane.signIn('engineer');
  const registration = { name: 'mail', team: 'payments', handler: 'echo', delayToleranceMs: 1_000 };
  no = ((await engineer.mutate('useCase.register', registration)).data as { no: number }).no;
});
afterAll(() => plane.stop());

const query = (text: string, values: unknown[] = []) => plane.database.pool.query(text, values);
const reading = {
  gate: 'cpuQuota',
  isOpen: false,
  used: 210,
  limit: 200,
  unit: 'CPU ms/s',
  opensAt: null,
  text: 'slow',
  holders: [],
};

async function say(gate: string): Promise<void> {
  await query(
    `insert into wait_state (use_case_no, engine_id, seen_at, gate, readings, head_available_at)
     values ($1, 'engine_1', now_ms(), $2, $3, now_ms() - 7000)
     on conflict (use_case_no, engine_id) do update set seen_at = excluded.seen_at, gate = excluded.gate`,
    [no, gate, JSON.stringify([reading])],
  );
}

test('why a use case waits is told at once, and again when that changes', async () => {
  await say('cpuQuota');
  const { data } = await viewer.query('useCase.wait', { name: 'mail' });
  const wait = data as UseCaseWaitView;
  expect(wait).toMatchObject({
    useCase: 'mail',
    engineSpokeAt: null,
    engines: [{ gate: 'cpuQuota', readings: [reading] }],
  });
  expect(wait.asOf - Number(wait.engines[0]?.headAvailableAt)).toBeGreaterThanOrEqual(7_000);

  const stream = await openEventStream({
    url: plane.url,
    cookie: viewer.cookie,
    procedure: 'useCase.watchWait',
    input: { name: 'mail' },
  });
  expect(await stream.next()).toMatchObject({ useCase: 'mail' });
  await say('concurrency');
  await expect.poll(async () => ((await stream.next()) as UseCaseWaitView).engines[0]?.gate, SLOW).toBe('concurrency');
  stream.close();
});

test('the tier’s list is told at once, and again when it changes', async () => {
  const stream = await openEventStream({
    url: plane.url,
    cookie: viewer.cookie,
    procedure: 'sharing.watchWaiting',
    input: {},
  });
  await say('paused');
  await expect
    .poll(() => stream.next(), SLOW)
    .toMatchObject({ rows: [{ name: 'mail', team: 'payments', gate: 'paused' }] });
  stream.close();
  expect((await viewer.query('sharing.waiting', {})).data).toMatchObject({ isCut: false });
});

test('why a job waits is told with how many stand before it, to whoever may see it', async () => {
  await say('cpuQuota');
  const at = Date.now() - 10_000;
  const keys = [1, 2, 3].map((tie) => encodeJobKey({ shard: 0, useCaseNo: no, deadlineAt: at, tie }));
  for (const key of keys)
    await query(`insert into job (id, attempt, available_at, submitted_at, payload) values ($1, 1, $2, $2, '{}')`, [
      key,
      at,
    ]);
  const { data, error } = await viewer.query('job.wait', { id: toJobId(keys[2] as (typeof keys)[number]) });
  expect(error).toBeNull();
  expect(data as JobWaitView).toMatchObject({
    state: 'waiting',
    aheadCount: 2,
    isMoreAhead: false,
    reason: { gate: 'cpuQuota' },
  });
});

test('reports are read by everybody who is signed in, for a known period', async () => {
  const capacity = (await viewer.query('sharing.capacity', { period: 'week' })).data as CapacityReport;
  expect(capacity).toMatchObject({ period: 'week', uses: { rows: [] }, totals: { idleCount: 1 } });
  const fairness = (await viewer.query('sharing.fairness', { period: 'hour' })).data as FairnessReport;
  expect(fairness).toMatchObject({ period: 'hour', uses: { rows: [] }, totals: { jain: null } });
  expect((await viewer.query('sharing.fairness', { period: 'year' })).error).toMatchObject({
    code: 'INVALID_INPUT',
    fields: [{ field: 'period' }],
  });
  for (const [path, input, field] of [
    ['sharing.fairness', { page: 0 }, 'page'],
    ['sharing.fairness', { page: 1.5 }, 'page'],
    ['sharing.fairness', { sort: 'cpu' }, 'sort'],
    ['sharing.capacity', { by: 'region' }, 'by'],
    ['sharing.saveFairness', { search: 'x'.repeat(64) }, 'search'],
    ['sharing.saveCapacity', { team: 'x'.repeat(64) }, 'team'],
  ] as const)
    expect((await viewer.query(path, { period: 'hour', ...input })).error, path).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ field }],
    });
  for (const [path, input] of Object.entries({
    'sharing.saveCapacity': { period: 'hour' },
    'sharing.saveFairness': { period: 'hour' },
    'sharing.capacity': { period: 'hour' },
    'sharing.fairness': { period: 'hour' },
    'sharing.waiting': {},
    'useCase.wait': { name: 'mail' },
  }))
    expect((await plane.as('').query(path, input)).error?.code, path).toBe('UNAUTHENTICATED');
});

test('nothing waits of what is not there', async () => {
  expect((await viewer.query('useCase.wait', { name: 'nothing' })).error?.code).toBe('NOT_FOUND');
  const missing = toJobId(encodeJobKey({ shard: 0, useCaseNo: 9, deadlineAt: 0, tie: 0 }));
  expect((await viewer.query('job.wait', { id: missing })).error?.code).toBe('NOT_FOUND');
});
