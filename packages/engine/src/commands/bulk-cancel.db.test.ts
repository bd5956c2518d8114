import type { OperationAnswer } from '@leeway/domain/job-operation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CallEngine, callerOf } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';
import { createRunNotes } from '../testing/run-notes.ts';

let tier: EngineFixture;
let call: CallEngine;
const notes = createRunNotes();

beforeAll(async () => {
  tier = await startEngineFixture(
    [
      { name: 'slow', handler: 'wait-for-signal', delayToleranceMs: 600_000, timeoutMs: 60_000 },
      { name: 'mega', handler: 'record-run', delayToleranceMs: 600_000, megaJobMaxCount: 100 },
      { name: 'other', handler: 'record-run', delayToleranceMs: 600_000 },
    ],
    { slotCount: 1 },
  );
  call = callerOf(tier.engine.url, tier.key);
});
afterAll(async () => {
  await tier.stop();
  notes.remove();
});

async function cancelAll(useCase: string, filter: object): Promise<OperationAnswer> {
  const asked = await call('POST', `/v1/use-cases/${useCase}/operations`, {
    kind: 'cancel',
    filter,
    reason: 'wrong batch',
  });
  expect(asked.status).toBe(202);
  const read = async () => (await call('GET', `/v1/operations/${asked.body.id}`)).body as unknown as OperationAnswer;
  await expect.poll(async () => (await read()).state, { timeout: 30_000, interval: 50 }).toBe('done');
  return await read();
}

const submit = async (useCase: string, count: number, more: object = {}, ms = 0): Promise<string[]> => {
  const ids: string[] = [];
  for (let left = count; left > 0; left -= 1_000)
    ids.push(
      ...(await tier.submit(
        useCase,
        Array.from({ length: Math.min(left, 1_000) }, () => ({ payload: { file: notes.file, ms }, ...more })),
      )),
    );
  return ids;
};

it('cancels what waits and what is delayed, in memory and in the store, and leaves what runs and what others submitted', async () => {
  const [running = ''] = await submit('slow', 1, {}, 60_000);
  await expect.poll(() => notes.startsOf(running), { timeout: 10_000, interval: 20 }).toBe(1);
  const waiting = await submit('slow', 6_000);
  const delayed = await submit('slow', 1_500, { availableAt: new Date(Date.now() + 600_000).toISOString() });
  const others = await submit('other', 20);
  const preview = await call('POST', '/v1/use-cases/slow/operations/preview', { kind: 'cancel', filter: {} });
  expect(preview.body).toEqual({ count: 7_501, isMore: false });
  const ended = await cancelAll('slow', {});
  expect(ended).toMatchObject({ totalCount: 7_501, doneCount: 7_500, skippedCount: 1 });
  expect(await findImbalance(tier.database)).toEqual([]);
  for (const id of [waiting[0], waiting[5_999], delayed[0]])
    expect(await tier.getJob(id ?? '')).toMatchObject({
      state: 'cancelled',
      note: { code: 'CANCELLED', message: 'By API key test: wrong batch' },
    });
  expect((await tier.getJob(running)).state).toBe('leased');
  await call('POST', `/v1/jobs/${running}/cancel`);
  for (const id of others) await tier.untilState(id, ['done']);
  const unwanted = new Set([...waiting, ...delayed]);
  expect(notes.read().filter((note) => unwanted.has(note.id))).toEqual([]);
  expect(await findImbalance(tier.database)).toEqual([]);
}, 60_000);

it('keeps to its filter: states, deadlines, when they were submitted', async () => {
  const [running = ''] = await submit('slow', 1, {}, 60_000);
  await expect.poll(() => notes.startsOf(running), { timeout: 10_000, interval: 20 }).toBe(1);
  const later = { availableAt: new Date(Date.now() + 600_000).toISOString() };
  const urgent = await submit('slow', 10, { delayToleranceMs: 60_000 });
  const patient = await submit('slow', 10, { delayToleranceMs: 3_600_000 });
  const delayed = await submit('slow', 10, later);
  const split = new Date(Date.now() + 1_800_000).toISOString();
  expect(await cancelAll('slow', { states: ['waiting'], deadlineFrom: split })).toMatchObject({ doneCount: 10 });
  expect(await cancelAll('slow', { states: ['delayed'], submittedTo: '2020-01-01T00:00:00Z' })).toMatchObject({
    totalCount: 0,
    doneCount: 0,
  });
  const stateOf = async (ids: readonly string[]) => (await tier.getJob(ids[4] ?? '')).state;
  expect([await stateOf(urgent), await stateOf(patient), await stateOf(delayed)]).toEqual([
    'waiting',
    'cancelled',
    'delayed',
  ]);
  expect(await cancelAll('slow', { states: ['delayed'] })).toMatchObject({ doneCount: 10 });
  await call('POST', `/v1/jobs/${running}/cancel`);
  for (const id of urgent) await tier.untilState(id, ['done']);
  expect(await findImbalance(tier.database)).toEqual([]);
}, 60_000);

it('cancels mega-jobs whole, each job of them counted', async () => {
  const [running = ''] = await submit('slow', 1, {}, 60_000);
  await expect.poll(() => notes.startsOf(running), { timeout: 10_000, interval: 20 }).toBe(1);
  const ids = await submit('mega', 950);
  expect(await cancelAll('mega', {})).toMatchObject({ totalCount: 950, doneCount: 950 });
  await call('POST', `/v1/jobs/${running}/cancel`);
  await tier.untilState(running, ['cancelled']);
  expect((await tier.getJob(ids[949] ?? '')).state).toBe('cancelled');
  const unwanted = new Set(ids);
  expect(notes.read().filter((note) => unwanted.has(note.id))).toEqual([]);
  expect(await findImbalance(tier.database)).toEqual([]);
}, 60_000);

it('goes on beside workers that take from the same queue: each job is run or cancelled, never both', async () => {
  const ids = await submit('other', 8_000);
  const ended = await cancelAll('other', {});
  const left = async () => (await tier.database.pool.query('select count(*)::int as n from job')).rows[0].n;
  await expect.poll(left, { timeout: 30_000, interval: 50 }).toBe(0);
  const { rows } = await tier.database.pool.query<{ id: string }>(
    `select 'job_' || replace(id::text, '-', '') as id from job_history where outcome = 'cancelled'`,
  );
  const cancelled = new Set(rows.map((row) => row.id));
  const mine = ids.filter((id) => cancelled.has(id));
  expect(mine.length).toBe(ended.doneCount);
  const started = new Map<string, number>();
  for (const { id } of notes.read()) started.set(id, (started.get(id) ?? 0) + 1);
  for (const id of ids) expect((started.get(id) ?? 0) + (cancelled.has(id) ? 1 : 0), id).toBe(1);
  expect(await findImbalance(tier.database)).toEqual([]);
}, 90_000);
