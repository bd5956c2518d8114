import { type Leeway, LeewayApiError, LeewayConnectionError } from '@leeway/sdk';
import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { judgeFailure, submitBatch } from './submit-batch.ts';
import { createTally } from './tally.ts';

type Answer = 'accept' | Error;
const api = (code: LeewayApiError['code'], status: number, retryAfterMs?: number) =>
  new LeewayApiError(code, { code, status, fields: [], retryAfterMs });
const cut = new LeewayConnectionError('cut', { outcomeUnknown: true, cause: null });
const refused = new LeewayConnectionError('refused', { outcomeUnknown: false, cause: null });

function createScene(...answers: Answer[]) {
  const waits: number[] = [];
  const stop = new AbortController();
  const clock: Clock = {
    now: () => 0,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
    },
  };
  const keys: (string | undefined)[] = [];
  const leeway: Pick<Leeway, 'submitMany'> = {
    submitMany: async (_, jobs, { idempotencyKey } = {}) => {
      keys.push(idempotencyKey);
      const answer = answers.shift() ?? 'accept';
      if (answer instanceof Error) throw answer;
      return jobs.map(() => ({ id: 'job_1', availableAt: '', deadlineAt: '' }));
    },
  };
  const tally = createTally();
  const batch = { useCase: 'http-1', jobs: [{ payload: 1 }, { payload: 2 }] };
  const run = () => submitBatch(batch, { leeway: leeway as Leeway, clock, tally, stop: stop.signal });
  return { run, tally, waits, stop, keys };
}

describe('submitBatch', () => {
  it('counts what was accepted', async () => {
    const { run, tally } = createScene('accept');
    await run();
    await run();
    expect(tally).toMatchObject({ acceptedCount: 4, unknown: 0, unsent: 0, accepted: new Map([['http-1', 4]]) });
  });

  it('waits while the tier is full or away, and counts each time', async () => {
    const { run, tally, waits } = createScene(api('OVERLOADED', 503, 3_000), refused, 'accept');
    await run();
    expect(waits).toEqual([3_000, 200]);
    expect(tally).toMatchObject({ acceptedCount: 2, pushbackCount: 2, waitingBecause: null });
  });

  it.each([cut, api('STORE_UNAVAILABLE', 503), api('INTERNAL', 500)])(
    'asks again after %s, with its key',
    async (error) => {
      const { run, tally, keys } = createScene(error);
      await run();
      await run();
      expect(tally).toMatchObject({ acceptedCount: 4, unknown: 0 });
      expect(keys.map((key) => key === keys[0])).toEqual([true, true, false]);
    },
  );

  it('counts what it was stopped before it knew', async () => {
    const { run, tally, stop } = createScene(cut);
    const running = run();
    stop.abort();
    await running;
    expect(tally).toMatchObject({ acceptedCount: 0, unknown: 2, unsent: 0 });
  });

  it('gives the engine time to hear of a new use case, but not for ever', async () => {
    const { run, tally } = createScene(api('NOT_FOUND', 404), api('UNAUTHENTICATED', 401));
    await run();
    expect(tally.acceptedCount).toBe(2);
    expect(judgeFailure(api('NOT_FOUND', 404), 40, () => 0)).toEqual({ kind: 'fatal' });
  });

  it('ends the replay where the jobs themselves are refused', async () => {
    const { run } = createScene(api('INVALID_INPUT', 400));
    await expect(run()).rejects.toThrow('The tier refuses jobs of http-1: INVALID_INPUT');
  });

  it('gives up waiting once it is stopped, and counts the jobs as not sent', async () => {
    const { run, tally, stop } = createScene(api('OVERLOADED', 503, 60_000));
    const running = run();
    stop.abort();
    await running;
    expect(tally).toMatchObject({ acceptedCount: 0, unsent: 2 });
  });
});
