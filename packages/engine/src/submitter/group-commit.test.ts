import type { JobKey } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { describe, expect, it } from 'vitest';
import type { NewJob, NewRequest } from '../queue/new-job.ts';
import { createGroupCommit } from './group-commit.ts';

const job = (name: string): NewJob => ({
  key: name as JobKey,
  useCaseNo: 1,
  availableAt: 0,
  jobCount: 1,
  payload: name,
  mayBeAhead: false,
  dedupe: null,
  concurrencyKey: null,
});
const request = (...names: string[]): NewRequest => ({ jobs: names.map(job), key: null });
const rowError = new Error('row');
const storeAway = new Error('away');

function gateway(behaviour: (jobs: readonly NewJob[]) => void = () => undefined) {
  const writes: string[][] = [];
  const group = createGroupCommit({
    write: async (requests) => {
      const jobs = requests.flatMap((item) => item.jobs);
      writes.push(jobs.map((item) => item.key));
      behaviour(jobs);
      return requests.map((item) => item.jobs.length);
    },
    isRowError: (error) => error === rowError,
  });
  return { group, writes };
}

describe('group commit', () => {
  it('writes requests that arrive together in one statement, and answers each', async () => {
    const { group, writes } = gateway();
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => group.submit(request(name))));
    expect(answers).toEqual([1, 1, 1]);
    expect(writes).toEqual([['a', 'b', 'c']]);
    expect(group.waitingCount()).toBe(0);
  });

  it('one bad row fails its own request only', async () => {
    const { group } = gateway((jobs) => {
      if (jobs.some((item) => item.key === 'bad')) throw rowError;
    });
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map((name) => group.submit(request(name))));
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('a store that is away fails the whole group once: nothing is written twice', async () => {
    const { group, writes } = gateway(() => {
      throw storeAway;
    });
    const answers = await Promise.allSettled(['a', 'b'].map((name) => group.submit(request(name))));
    expect(answers.every((answer) => answer.status === 'rejected')).toBe(true);
    expect(writes.flat().toSorted()).toEqual(['a', 'b']);
  });

  it('refuses before memory grows', async () => {
    const { group } = gateway();
    const many = Array.from({ length: LIMITS.waitingJobs }, (_, index) => String(index));
    const first = group.submit(request(...many));
    expect(() => group.submit(request('one more'))).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    await first;
  });

  it('refuses what a store that stands still keeps waiting, and only that', async () => {
    let now = 0;
    const timers: { at: number; call: () => void }[] = [];
    const clock = {
      soon: (call: () => void) => void setImmediate(call),
      elapsed: () => now,
      after: (delayMs: number, call: () => void) => {
        timers.push({ at: now + delayMs, call });
        return () => undefined;
      },
    };
    const advance = (ms: number) => {
      now += ms;
      for (const timer of timers.splice(0))
        if (timer.at <= now) timer.call();
        else timers.push(timer);
    };
    const answer = Promise.withResolvers<void>();
    const group = createGroupCommit<number>({
      write: async (requests) => {
        await answer.promise;
        return requests.map(() => 1);
      },
      isRowError: () => false,
      clock,
    });
    const underWay = [group.submit(request('a')), group.submit(request('b'))];
    await new Promise(setImmediate);
    const late = group.submit(request('c'));
    advance(LIMITS.submitWaitMs - 1);
    const inTime = group.submit(request('d'));
    advance(1);
    await expect(late).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1_000 });
    expect(group.waitingCount()).toBe(1);
    answer.resolve();
    expect(await Promise.all([...underWay, inTime])).toEqual([1, 1, 1]);
    expect(group.waitingCount()).toBe(0);
  });

  it('drains', async () => {
    const { group, writes } = gateway();
    const answer = group.submit(request('a'));
    await group.drain();
    expect(writes).toEqual([['a']]);
    await answer;
  });
});
