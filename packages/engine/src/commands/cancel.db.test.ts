import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallEngine, callerOf, type EngineAnswer } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';
import { createRunNotes } from '../testing/run-notes.ts';

let tier: EngineFixture;
let call: CallEngine;
const notes = createRunNotes();

beforeAll(async () => {
  tier = await startEngineFixture(
    [
      { name: 'slow', handler: 'wait-for-signal', delayToleranceMs: 60_000 },
      { name: 'blocker', handler: 'wait-for-signal', delayToleranceMs: 0, timeoutMs: 60_000 },
      { name: 'failing', handler: 'misbehave', backoffBaseMs: 60_000, backoffCapMs: 60_000 },
      { name: 'mega', handler: 'record-run', delayToleranceMs: 60_000, megaJobMaxCount: 10 },
      { name: 'blocking', handler: 'misbehave', timeoutMs: 4_000 },
      { name: 'theirs', team: 'search' },
    ],
    { slotCount: 1 },
  );
  call = callerOf(tier.engine.url, tier.key);
});
afterAll(async () => {
  await tier.stop();
  notes.remove();
});

const cancel = (id: string, reason?: string): Promise<EngineAnswer> =>
  call('POST', `/v1/jobs/${id}/cancel`, reason === undefined ? {} : { reason });

/** Keeps the only worker busy until it is called back. */
async function block(): Promise<() => Promise<void>> {
  const [id] = await tier.submit('blocker', [{ payload: { file: notes.file, ms: 60_000 } }]);
  await expect.poll(() => notes.startsOf(id ?? ''), { timeout: 10_000, interval: 20 }).toBe(1);
  return async () => {
    await cancel(id ?? '');
    await tier.untilState(id ?? '', ['cancelled']);
  };
}

const submit = async (useCase: string, more: object = {}, job: object = {}): Promise<string> =>
  (await tier.submit(useCase, [{ payload: { file: notes.file, ms: 0, ...more }, ...job }]))[0] ?? '';

describe('a job that is cancelled', () => {
  it('while it waits never starts, and says by whom and why', async () => {
    const unblock = await block();
    const id = await submit('slow');
    const answer = await cancel(id, 'sent twice');
    expect([answer.status, answer.body]).toEqual([200, { id, state: 'cancelled' }]);
    const job = await tier.getJob(id);
    expect(job).toMatchObject({ state: 'cancelled', startedAt: null, failure: null });
    expect(job.note).toMatchObject({ code: 'CANCELLED', message: 'By API key test: sent twice' });
    await unblock();
    const after = await submit('slow');
    await tier.untilState(after, ['done']);
    expect(notes.startsOf(id)).toBe(0);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('a second time is cancelled all the same', async () => {
    const id = await submit('slow', {}, { availableAt: new Date(Date.now() + 600_000).toISOString() });
    expect((await cancel(id)).body).toEqual({ id, state: 'cancelled' });
    expect((await cancel(id)).body).toEqual({ id, state: 'cancelled' });
    expect((await tier.getJob(id)).state).toBe('cancelled');
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('while it waits for a retry is not tried again', async () => {
    const id = await submit('failing', { how: 'throw' });
    await tier.untilState(id, ['delayed']);
    expect((await cancel(id)).body).toEqual({ id, state: 'cancelled' });
    expect(await tier.getJob(id)).toMatchObject({ state: 'cancelled', attempt: 2 });
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('while it runs hears its signal, and ends as cancelled, without a retry', async () => {
    const id = await submit('slow', { ms: 30_000 });
    await expect.poll(() => notes.startsOf(id), { timeout: 10_000, interval: 20 }).toBe(1);
    const answer = await cancel(id, 'not needed');
    expect(answer.status).toBe(200);
    expect(['leased', 'cancelled']).toContain(answer.body.state);
    const job = await tier.untilState(id, ['cancelled']);
    expect(job.note?.message).toMatch(/^By API key test: not needed\. It ended with HANDLER_ERROR: AbortError/);
    expect(job.startedAt).not.toBeNull();
    const heard = notes.read().find((note) => note.id === id && note.what === 'signal');
    expect(heard?.why).toContain('The job was cancelled. By API key test: not needed');
    expect(notes.startsOf(id)).toBe(1);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('while it runs and does not listen is done when it comes to its end, and says so', async () => {
    const id = await submit('slow', { ms: 1_500, obeys: false });
    await expect.poll(() => notes.startsOf(id), { timeout: 10_000, interval: 20 }).toBe(1);
    const answer = await cancel(id);
    expect([answer.status, answer.body]).toEqual([200, { id, state: 'leased', cancelRequested: true }]);
    const job = await tier.untilState(id, ['done', 'cancelled']);
    expect(job).toMatchObject({ state: 'done', failure: null });
    expect(job.note?.message).toBe('By API key test. It finished all the same.');
    expect((await cancel(id)).body).toMatchObject({ code: 'WRONG_STATE', detail: expect.stringContaining('is done') });
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('while its handler hears nothing is known to run, and is not tried again when its time limit ends it', async () => {
    const id = await submit('blocking', { how: 'block' });
    await tier.untilState(id, ['leased']);
    const answer = await cancel(id, 'not needed');
    expect([answer.status, answer.body]).toEqual([200, { id, state: 'leased', cancelRequested: true }]);
    const job = await tier.untilState(id, ['cancelled'], 20_000);
    expect(job.note?.message).toMatch(/^By API key test: not needed\. It ended with TIMEOUT/);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('while it stands behind another in the hands of a worker does not start', async () => {
    const first = await tier.submit(
      'slow',
      Array.from({ length: 3 }, () => ({ payload: { file: notes.file, ms: 0 } })),
    );
    for (const id of first) await tier.untilState(id, ['done']);
    // What has run so fast goes to the worker in a bundle; the first of these keeps the others waiting there.
    const unblock = await block();
    const jobs = [2_000, 0, 0, 0].map((ms) => ({
      payload: { file: notes.file, ms },
      delayToleranceMs: ms > 0 ? 0 : 60_000,
    }));
    const [long = '', ...behind] = await tier.submit('slow', jobs);
    await unblock();
    await expect.poll(() => notes.startsOf(long), { timeout: 10_000, interval: 10 }).toBe(1);
    const answers = await Promise.all(behind.map((id) => cancel(id)));
    const startsThen = behind.map((id) => notes.startsOf(id));
    expect(startsThen).toEqual([0, 0, 0]);
    for (const answer of answers) expect(answer.status).toBe(200);
    await tier.untilState(long, ['done']);
    for (const id of behind) await tier.untilState(id, ['cancelled']);
    expect(behind.map((id) => notes.startsOf(id))).toEqual([0, 0, 0]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('in a waiting mega-job goes alone; the others run, each once and under its id', async () => {
    const unblock = await block();
    const ids = await tier.submit(
      'mega',
      Array.from({ length: 8 }, () => ({ payload: { file: notes.file } })),
    );
    const unwanted = [ids[0], ids[3], ids[7]].map((id) => id ?? '');
    const answers = await Promise.all(unwanted.map((id) => cancel(id)));
    expect(answers.map(({ body }) => body.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    await unblock();
    for (const id of ids) await tier.untilState(id, ['done', 'cancelled']);
    expect(ids.map((id) => notes.startsOf(id))).toEqual([0, 1, 1, 0, 1, 1, 1, 0]);
    expect(await findImbalance(tier.database)).toEqual([]);
  });

  it('gives its dedupe key back', async () => {
    const later = { availableAt: new Date(Date.now() + 600_000).toISOString(), dedupeKey: 'order-1' };
    const first = await submit('slow', {}, later);
    expect(await submit('slow', {}, later)).toBe(first);
    await cancel(first);
    const unblock = await block();
    const second = await submit('slow', {}, { dedupeKey: 'order-1' });
    expect(second).not.toBe(first);
    expect(await submit('slow', {}, { dedupeKey: 'order-1' })).toBe(second);
    expect((await cancel(second)).body.state).toBe('cancelled');
    const third = await submit('slow', {}, { dedupeKey: 'order-1' });
    expect(third).not.toBe(second);
    await unblock();
    await tier.untilState(third, ['done']);
  });

  it('must be in a state that can be left: dead and done cannot', async () => {
    const dead = await submit('failing', { how: 'throw' });
    await tier.untilState(dead, ['delayed']);
    await tier.database.pool.query('update delayed_job set due_at = now_ms(), attempt = 3');
    await tier.untilState(dead, ['dead']);
    expect(await cancel(dead)).toMatchObject({
      status: 409,
      body: { code: 'WRONG_STATE', detail: expect.stringContaining('does not run again unless somebody redrives it') },
    });
    const done = await submit('slow');
    await tier.untilState(done, ['done']);
    expect((await cancel(done)).body.detail).toContain('is done; only a job that is waiting, delayed or running');
  });

  it('of another team does not exist, nor does a command about it', async () => {
    const stranger = callerOf(tier.engine.url, await seedKey(tier.database, 'search'));
    const id = await submit('slow', {}, { availableAt: new Date(Date.now() + 600_000).toISOString() });
    const missing = `job_${'0'.repeat(32)}`;
    await expect.poll(async () => (await stranger('GET', '/v1/jobs/job_1')).status).toBe(400);
    for (const verb of ['cancel', 'deadline']) {
      const answers = await Promise.all(
        [id, missing].map((of) => stranger('POST', `/v1/jobs/${of}/${verb}`, { deadlineAt: 'x' })),
      );
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [404, answers[1]?.body],
        [404, answers[1]?.body],
      ]);
    }
    expect((await tier.getJob(id)).state).toBe('delayed');
    await tier.database.pool.query(
      `insert into job_command (id, kind, shard, job_id, asked_by, reason, asked_at, ended_at)
       values ('cmd_00000000000000000000', 'cancel', 0, $1, 'x', '', 1, 1)`,
      [id.replace('job_', '')],
    );
    expect((await call('GET', '/v1/commands/cmd_00000000000000000000')).status).toBe(200);
    expect((await stranger('GET', '/v1/commands/cmd_00000000000000000000')).status).toBe(404);
    expect((await call('GET', '/v1/commands/cmd_zzzzzzzzzzzzzzzzzzzz')).status).toBe(404);
    expect((await call('GET', '/v1/commands/7')).status).toBe(400);
  });
});
