import type { JobAnswer } from '@leeway/domain/job-answer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';
import { createKeyNotes } from '../testing/key-notes.ts';

const KEY = 'acme';
const LONG_MS = 60_000;

/** A key stays with its job, and its limit holds, wherever commands take it. */
describe('a job whose concurrency key is full', () => {
  let tier: EngineFixture;
  let call: CallEngine;
  let holder: string;
  const notes = createKeyNotes();

  beforeAll(async () => {
    tier = await startEngineFixture(
      [
        { name: 'customers', handler: 'hold-key', concurrencyKeyLimit: 1, maxAttempts: 1, timeoutMs: LONG_MS },
        { name: 'idle', megaJobMaxCount: 10 },
      ],
      { slotCount: 3 },
    );
    call = callerOf(tier.engine.url, tier.key);
    holder = '';
  });
  afterAll(async () => {
    notes.release();
    await tier.stop();
    notes.remove();
  });

  const submit = async (more: object = {}, payload: object = {}): Promise<string> => {
    const job = { concurrencyKey: KEY, payload: { file: notes.file, key: KEY, holdMs: 1, ...payload }, ...more };
    return (await tier.submit('customers', [job]))[0] ?? '';
  };
  const startsOf = (id: string) => notes.read().filter((note) => note.id === id && note.what === 'start').length;
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  /** Others of the use case come and go; this one does not start. */
  const expectHeldBack = async (id: string, startCount = 0): Promise<JobAnswer> => {
    const other = await submit({ concurrencyKey: 'other' }, { key: 'other' });
    await tier.untilState(other, ['done']);
    expect(startsOf(id)).toBe(startCount);
    return await tier.getJob(id);
  };
  const hold = async (): Promise<void> => {
    holder = await submit({}, { holdMs: LONG_MS });
    await expect.poll(() => startsOf(holder), { timeout: 10_000 }).toBe(1);
  };
  const letGo = async (): Promise<void> => {
    notes.release();
    await tier.untilState(holder, ['done']);
  };

  it('keeps both through death, redrive, new deadlines, cancel and a start that is delayed', async () => {
    const dying = await submit({}, { failures: 1 });
    expect(await tier.untilState(dying, ['dead'])).toMatchObject({ concurrencyKey: KEY });
    await hold();

    const redriven = await call('POST', `/v1/jobs/${dying}/redrive`, { reason: 'again' });
    expect(redriven.status).toBe(200);
    expect(await expectHeldBack(dying, 1)).toMatchObject({ state: 'waiting', concurrencyKey: KEY });

    const waiting = await submit();
    const moved = await call('POST', `/v1/jobs/${waiting}/deadline`, { deadlineAt: inMs(1_000), reason: 'sooner' });
    expect(moved.status).toBe(200);
    expect(await expectHeldBack(waiting)).toMatchObject({ state: 'waiting', concurrencyKey: KEY });

    const ahead = await submit({ availableAt: inMs(1_500) });
    expect(await tier.getJob(ahead)).toMatchObject({ state: 'delayed', concurrencyKey: KEY });
    expect((await call('POST', `/v1/jobs/${ahead}/deadline`, { deadlineAt: inMs(60_000) })).status).toBe(200);
    expect(await tier.untilState(ahead, ['waiting'])).toMatchObject({ concurrencyKey: KEY });
    await expectHeldBack(ahead);

    const unwanted = await submit();
    expect((await call('POST', `/v1/jobs/${unwanted}/cancel`)).body).toMatchObject({ state: 'cancelled' });

    await letGo();
    for (const id of [waiting, ahead]) await tier.untilState(id, ['done']);
    await tier.untilState(dying, ['dead']);
    expect(startsOf(unwanted)).toBe(0);
    expect(notes.peakOf(KEY)).toBe(1);
    expect(await findImbalance(tier.database)).toEqual([]);
  }, 60_000);

  it('is refused with a key that cannot be kept, and never shares a row', async () => {
    for (const concurrencyKey of ['', 'x'.repeat(101), 'a\nb', 'a\u0000', '\ud800', 7]) {
      const answer = await tier.post('customers', JSON.stringify({ jobs: [{ payload: 1, concurrencyKey }] }));
      expect(answer.status, String(concurrencyKey)).toBe(400);
      expect(JSON.stringify(answer.body)).toContain('jobs[0].concurrencyKey');
    }
    const ids = await tier.submit(
      'idle',
      ['a', 'a', undefined, undefined].map((concurrencyKey) => ({ payload: 1, concurrencyKey })),
    );
    for (const id of ids) await tier.untilState(id, ['done']);
    expect(ids.filter((id) => '89abcdef'.includes(id.at(-11) ?? '')).length).toBe(2);
  });
});
