import { LeewayError, toProblemBody } from '@leeway/domain/problem';
import { describe, expect, it } from 'vitest';
import { createLeeway } from './create-leeway.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string;
  readonly body: unknown;
  readonly key: string | null;
}

/** A tier that answers each request with the next of `answers`, and then with the last. */
function createClient(...answers: readonly Response[]) {
  const seen: Seen[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const body = init?.body == null ? null : JSON.parse(String(init.body));
    seen.push({ method: init?.method, path: pathname, body, key: new Headers(init?.headers).get('idempotency-key') });
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    if (answer === undefined) throw new Error('no answer');
    return answer.clone();
  };
  const runtime = {
    now: Date.now,
    random: Math.random,
    newKey: () => 'a new key',
    sleep: async () => undefined,
  };
  return { leeway: createLeeway({ url: 'http://tier', apiKey: 'lw_live_x', fetch, runtime }), seen };
}

const schedule = { name: 'nightly', version: 3 };
const answerOf = (body: unknown, status = 200) => Response.json(body, { status });
const problem = (error: LeewayError) => answerOf(toProblemBody(error), toProblemBody(error).status);
const NIGHTLY = { cron: '0 2 * * *', timeZone: 'UTC', payload: { a: 1 } };

describe('schedules', () => {
  it('are sent to their addresses, whatever their use case is called', async () => {
    const { leeway, seen } = createClient(
      answerOf({ ...schedule, schedules: [schedule], fires: ['soon'], job: { id: 'job_1' } }),
    );
    expect(await leeway.listSchedules('a/b')).toEqual([schedule]);
    expect(await leeway.getSchedule('a', 'nightly')).toMatchObject(schedule);
    await leeway.setSchedule('a', 'nightly', { ...NIGHTLY, missedRuns: 'skip' }, { version: 2, reason: 'why' });
    await leeway.pauseSchedule('a', 'nightly', { reason: 'month end' });
    await leeway.resumeSchedule('a', 'nightly');
    await leeway.deleteSchedule('a', 'nightly');
    expect(await leeway.runSchedule('a', 'nightly')).toEqual({ id: 'job_1' });
    expect(await leeway.previewSchedule('a', { cron: '* * * * *', timeZone: 'UTC' })).toMatchObject({
      fires: ['soon'],
    });
    const one = '/v1/use-cases/a/schedules/nightly';
    expect(seen).toEqual([
      { method: 'GET', path: '/v1/use-cases/a%2Fb/schedules', body: null, key: null },
      { method: 'GET', path: one, body: null, key: null },
      { method: 'PUT', path: one, body: { ...NIGHTLY, missedRuns: 'skip', version: 2, reason: 'why' }, key: null },
      { method: 'POST', path: `${one}/pause`, body: { reason: 'month end' }, key: null },
      { method: 'POST', path: `${one}/resume`, body: {}, key: null },
      { method: 'DELETE', path: one, body: {}, key: null },
      { method: 'POST', path: `${one}/run`, body: {}, key: 'a new key' },
      {
        method: 'POST',
        path: '/v1/use-cases/a/schedules/preview',
        body: { cron: '* * * * *', timeZone: 'UTC' },
        key: null,
      },
    ]);
  });

  it('name the field that is wrong, and are run once however often it is asked', async () => {
    const fields = [{ field: 'cron', message: 'names no day' }];
    const refused = createClient(problem(new LeewayError('INVALID_INPUT', 'no', { fields })));
    await expect(refused.leeway.setSchedule('a', 'nightly', NIGHTLY)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      fields,
    });
    const away = problem(new LeewayError('STORE_UNAVAILABLE', 'away'));
    const again = createClient(away, answerOf({ job: { id: 'job_1' } }, 201));
    expect(await again.leeway.runSchedule('a', 'nightly', { idempotencyKey: 'mine' })).toEqual({ id: 'job_1' });
    expect(again.seen.map(({ key }) => key)).toEqual(['mine', 'mine']);
  });

  it('are not believed where something else answers', async () => {
    const { leeway } = createClient(answerOf({ hello: 'world' }));
    await expect(leeway.getSchedule('a', 'nightly')).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  });
});
