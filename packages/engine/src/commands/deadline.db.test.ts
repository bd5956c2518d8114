import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf, type EngineAnswer } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';
import { createRunNotes } from '../testing/run-notes.ts';

let tier: EngineFixture;
let call: CallEngine;
const notes = createRunNotes();

beforeAll(async () => {
  tier = await startEngineFixture(
    [
      { name: 'slow', handler: 'wait-for-signal', delayToleranceMs: 600_000 },
      { name: 'blocker', handler: 'wait-for-signal', delayToleranceMs: 0, timeoutMs: 60_000 },
      { name: 'failing', handler: 'misbehave', backoffBaseMs: 60_000, backoffCapMs: 60_000 },
      { name: 'mega', handler: 'record-run', delayToleranceMs: 600_000, megaJobMaxCount: 10 },
    ],
    { slotCount: 1 },
  );
  call = callerOf(tier.engine.url, tier.key);
});
afterAll(async () => {
  await tier.stop();
  notes.remove();
});

const change = (id: string, body: unknown): Promise<EngineAnswer> => call('POST', `/v1/jobs/${id}/deadline`, body);
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function block(): Promise<() => Promise<void>> {
  const [id = ''] = await tier.submit('blocker', [{ payload: { file: notes.file, ms: 60_000 } }]);
  await expect.poll(() => notes.startsOf(id), { timeout: 10_000, interval: 20 }).toBe(1);
  return async () => {
    await call('POST', `/v1/jobs/${id}/cancel`);
    await tier.untilState(id, ['cancelled']);
  };
}

const submit = async (useCase: string, more: object = {}, job: object = {}): Promise<string> =>
  (await tier.submit(useCase, [{ payload: { file: notes.file, ms: 0, ...more }, ...job }]))[0] ?? '';

describe('a new deadline', () => {
  it('of a waiting job changes when it starts, not its id', async () => {
    const unblock = await block();
    const [late = '', middle = '', early = ''] = [await submit('slow'), await submit('slow'), await submit('slow')];
    const soon = inMs(5_000);
    const answer = await change(early, { deadlineAt: soon, reason: 'the customer calls' });
    expect([answer.status, answer.body]).toEqual([200, { id: early, state: 'waiting', deadlineAt: soon }]);
    expect((await change(late, { deadlineAt: inMs(3_600_000) })).status).toBe(200);
    expect(await tier.getJob(early)).toMatchObject({
      id: early,
      state: 'waiting',
      deadlineAt: soon,
      note: { code: 'MOVED', message: 'By API key test: the customer calls' },
    });
    await unblock();
    for (const id of [early, middle, late]) await tier.untilState(id, ['done']);
    const order = notes
      .read()
      .filter((note) => note.what === 'start' && [early, middle, late].includes(note.id))
      .map((note) => note.id);
    expect(order).toEqual([early, middle, late]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('can be given again and again; the job runs once, under the id of its submission', async () => {
    const unblock = await block();
    const id = await submit('slow');
    for (let round = 1; round <= 5; round++)
      expect((await change(id, { deadlineAt: inMs(round * 60_000) })).status).toBe(200);
    const twice = inMs(90_000);
    expect((await change(id, { deadlineAt: twice })).body.deadlineAt).toBe(twice);
    expect((await change(id, { deadlineAt: twice })).body.deadlineAt).toBe(twice);
    expect((await tier.getJob(id)).deadlineAt).toBe(twice);
    await unblock();
    await tier.untilState(id, ['done']);
    expect(notes.startsOf(id)).toBe(1);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('of a delayed job leaves its earliest start; the tolerance counts from there', async () => {
    const availableAt = inMs(600_000);
    const id = await submit('slow', {}, { availableAt });
    const answer = await change(id, { delayToleranceMs: 30_000 });
    const deadlineAt = new Date(Date.parse(availableAt) + 30_000).toISOString();
    expect(answer.body).toEqual({ id, state: 'delayed', deadlineAt });
    expect(await tier.getJob(id)).toMatchObject({ id, state: 'delayed', availableAt, dueAt: availableAt, deadlineAt });
    expect((await call('POST', `/v1/jobs/${id}/cancel`)).body.state).toBe('cancelled');
    expect(await tier.getJob(id)).toMatchObject({ id, state: 'cancelled', deadlineAt });
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('of a job that waits for a retry stays for the retry', async () => {
    const id = await submit('failing', { how: 'throw' });
    const before = await tier.untilState(id, ['delayed']);
    const deadlineAt = new Date(Date.parse(before.availableAt) + 3_600_000).toISOString();
    expect((await change(id, { deadlineAt })).body).toMatchObject({ state: 'delayed', deadlineAt });
    await tier.database.pool.query('update delayed_job set due_at = now_ms()');
    await expect.poll(async () => (await tier.getJob(id)).attempt, { timeout: 10_000 }).toBe(3);
    expect(await tier.getJob(id)).toMatchObject({ id, deadlineAt, attempt: 3 });
  });

  it('the same for every job of a waiting mega-job leaves each of them one of its own', async () => {
    const unblock = await block();
    const jobs = Array.from({ length: 4 }, () => ({ payload: { file: notes.file } }));
    const ids = await tier.submit('mega', jobs);
    const deadlineAt = inMs(60_000);
    for (const id of ids.toReversed())
      expect((await change(id, { deadlineAt })).body).toEqual({ id, state: 'waiting', deadlineAt });
    await unblock();
    for (const id of ids) await tier.untilState(id, ['done']);
    expect(ids.map(notes.startsOf)).toEqual([1, 1, 1, 1]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('of a job in a waiting mega-job takes it out; all of them run once', async () => {
    const unblock = await block();
    const ids = await tier.submit(
      'mega',
      Array.from({ length: 5 }, () => ({ payload: { file: notes.file } })),
    );
    expect((await change(ids[2] ?? '', { deadlineAt: inMs(1_000) })).body).toMatchObject({
      id: ids[2],
      state: 'waiting',
    });
    await unblock();
    for (const id of ids) await tier.untilState(id, ['done']);
    expect(ids.map((id) => notes.startsOf(id))).toEqual([1, 1, 1, 1, 1]);
    const first = notes.read().find((note) => ids.includes(note.id));
    expect(first?.id).toBe(ids[2]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('keeps the dedupe key with the job', async () => {
    const unblock = await block();
    const id = await submit('slow', {}, { dedupeKey: 'order-2' });
    await change(id, { deadlineAt: inMs(300_000) });
    const again = await submit('slow', {}, { dedupeKey: 'order-2' });
    expect((await tier.getJob(again)).id).toBe(id);
    await unblock();
    await tier.untilState(id, ['done']);
    const next = await submit('slow', {}, { dedupeKey: 'order-2' });
    expect((await tier.getJob(next)).id).toBe(next);
  });

  it('of a job that runs, is done, dead or cancelled is refused, naming the state', async () => {
    const id = await submit('slow', { ms: 30_000 });
    await expect.poll(() => notes.startsOf(id), { timeout: 10_000, interval: 20 }).toBe(1);
    const refused = await change(id, { deadlineAt: inMs(60_000) });
    expect(refused).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(refused.body.detail).toContain('is leased; only a job that is waiting or delayed');
    await call('POST', `/v1/jobs/${id}/cancel`);
    await tier.untilState(id, ['cancelled']);
    expect((await change(id, { deadlineAt: inMs(60_000) })).body.detail).toContain('is cancelled');
    const done = await submit('slow');
    await tier.untilState(done, ['done']);
    expect((await change(done, { delayToleranceMs: 5 })).body.detail).toContain('is done');
    expect((await change(`job_${'0'.repeat(32)}`, { delayToleranceMs: 5 })).status).toBe(404);
  });

  it.each([
    [{}, 'deadlineAt'],
    [{ deadlineAt: inMs(0), delayToleranceMs: 5 }, 'deadlineAt'],
    [{ deadlineAt: 'soon' }, 'deadlineAt'],
    [{ delayToleranceMs: -1 }, 'delayToleranceMs'],
    [{ delayToleranceMs: 31 * 86_400_000 }, 'delayToleranceMs'],
    [{ deadlineAt: '2020-01-01T00:00:00Z' }, 'deadlineAt'],
    [{ deadlineAt: '2999-01-01T00:00:00Z' }, 'deadlineAt'],
    [{ deadlineAt: inMs(0), reason: '' }, 'reason'],
  ])('%j is refused, naming %s', async (body, field) => {
    const id = await submit('slow', {}, { availableAt: inMs(600_000) });
    const answer = await change(id, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
    expect((await tier.getJob(id)).note).toBeNull();
  });
});
