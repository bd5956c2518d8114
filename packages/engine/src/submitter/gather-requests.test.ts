import { describe, expect, it } from 'vitest';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { JobDraft } from './draft-jobs.ts';
import { createGatherer } from './gather-requests.ts';

const useCase = { no: 1, megaJobMaxCount: 4, megaJobMaxKb: 1, megaJobMaxWaitMs: 20 } as UseCaseEntry;
const rowError = new Error('row');

function draft(payload: string): JobDraft {
  return {
    payload,
    availableAt: 0,
    deadlineAt: 0,
    mayBeAhead: false,
    dedupe: null,
    concurrencyKey: null,
    mayShare: true,
  };
}

/** A gatherer whose wait ends when the test says so. */
function gathererWith(bad: string | null = null) {
  const written: string[][] = [];
  const timers = new Set<() => void>();
  const gatherer = createGatherer<string>({
    clock: {
      after: (_delayMs, call) => {
        timers.add(call);
        return () => void timers.delete(call);
      },
    },
    write: async (_useCase, drafts) => {
      const payloads = drafts.map(({ payload }) => payload);
      written.push(payloads);
      if (bad !== null && payloads.includes(bad)) throw rowError;
      return payloads.map((payload) => `id of ${payload}`);
    },
    isRowError: (error) => error === rowError,
  });
  const elapse = () => {
    for (const call of [...timers]) call();
  };
  return { gatherer, written, elapse, timers };
}

describe('gathering', () => {
  it('writes small requests together when the wait is over, and answers each with its own', async () => {
    const { gatherer, written, elapse } = gathererWith();
    const answers = ['a', 'b'].map((payload) => gatherer.submit(useCase, [draft(payload)]));
    expect(written).toEqual([]);
    elapse();
    expect(await Promise.all(answers)).toEqual([['id of a'], ['id of b']]);
    expect(written).toEqual([['a', 'b']]);
  });

  it('does not wait once a mega-job is full, by count or by size', async () => {
    const { gatherer, written, timers } = gathererWith();
    await Promise.all(['a', 'b', 'c', 'd'].map((payload) => gatherer.submit(useCase, [draft(payload)])));
    await gatherer.submit(useCase, [draft('x'.repeat(2_000))]);
    expect(written.map((group) => group.length)).toEqual([4, 1]);
    expect(timers.size).toBe(0);
  });

  it('one bad request fails alone', async () => {
    const { gatherer, elapse } = gathererWith('bad');
    const answers = ['a', 'bad', 'c'].map((payload) => gatherer.submit(useCase, [draft(payload)]));
    elapse();
    const settled = await Promise.allSettled(answers);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('takes no request that fills a row by itself, or asks for something of its own', () => {
    const { gatherer } = gathererWith();
    const accepts = (drafts: JobDraft[], more: Partial<UseCaseEntry> = {}) =>
      gatherer.accepts({ ...useCase, ...more }, drafts);
    expect(accepts([draft('a')])).toBe(true);
    expect(accepts(['a', 'b', 'c', 'd'].map(draft))).toBe(false);
    expect(accepts([{ ...draft('a'), mayShare: false }])).toBe(false);
    expect(accepts([draft('a')], { megaJobMaxWaitMs: 0 })).toBe(false);
  });
});
