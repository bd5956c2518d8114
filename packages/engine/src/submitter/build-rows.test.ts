import { jobKeyAt, megaRowOf, queueOfJobKey } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UseCaseEntry } from '../registry/entries.ts';
import { buildRows } from './build-rows.ts';
import { draftJobs } from './draft-jobs.ts';

const NOW = 1_700_000_000_000;

function useCaseWith(more: Partial<UseCaseEntry>): UseCaseEntry {
  return {
    no: 7,
    delayToleranceMs: 1_000,
    shardSpread: 2,
    megaJobMaxCount: 1,
    megaJobMaxKb: 64,
    concurrencyKeyLimit: null,
    ...more,
  } as UseCaseEntry;
}

function rowsOf(useCase: UseCaseEntry, submissions: Parameters<typeof draftJobs>[1]) {
  let tie = 2 ** 41;
  return buildRows(useCase, draftJobs(useCase, submissions, NOW), { shardCount: 16, nextTie: () => ++tie });
}

const submission = fc.oneof(
  { weight: 5, arbitrary: fc.record({ payload: fc.jsonValue() }) },
  fc.record({ payload: fc.jsonValue(), delayToleranceMs: fc.nat(5_000) }),
  fc.record({ payload: fc.jsonValue(), dedupeKey: fc.string({ minLength: 1 }) }),
  fc.record({ payload: fc.jsonValue(), availableAt: fc.constant(new Date(NOW + 60_000).toISOString()) }),
);

describe('buildRows', () => {
  it('leaves every earliest start that was asked for to the store to judge', () => {
    const asked = (ms: number) => ({ payload: 1, availableAt: new Date(NOW + ms).toISOString() });
    const rows = rowsOf(useCaseWith({}), [asked(-3_600_000), asked(0), asked(3_600_000), { payload: 1 }]);
    expect(rows.map((row) => row.mayBeAhead)).toEqual([true, true, true, false]);
  });

  it('keeps the order and every payload, and shares rows within the limits only', () => {
    fc.assert(
      fc.property(
        fc.array(submission, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (submissions, max) => {
          const rows = rowsOf(useCaseWith({ megaJobMaxCount: max, megaJobMaxKb: 1 }), submissions);
          const payloads = rows.flatMap(({ jobCount, payload }) =>
            jobCount === 1 ? [JSON.parse(payload)] : JSON.parse(payload),
          );
          expect(payloads).toEqual(submissions.map((each) => JSON.parse(JSON.stringify(each.payload))));
          for (const row of rows) {
            expect(row.jobCount).toBeLessThanOrEqual(max);
            if (row.jobCount > 1) expect(row.payload.length - row.jobCount - 1).toBeLessThanOrEqual(1_024);
          }
        },
      ),
    );
  });

  it('sends all jobs of a concurrency key to one shard, each in a row of its own, and spreads the keys', () => {
    const useCase = useCaseWith({ shardSpread: 4, megaJobMaxCount: 10 });
    const keys = Array.from({ length: 40 }, (_, index) => `customer ${index}`);
    const rows = rowsOf(
      useCase,
      [...keys, ...keys].map((concurrencyKey) => ({ payload: 1, concurrencyKey })),
    );
    expect(rows.every(({ jobCount }) => jobCount === 1)).toBe(true);
    const shards = rows.map(({ key }) => queueOfJobKey(key).shard);
    expect(shards.slice(keys.length)).toEqual(shards.slice(0, keys.length));
    expect(new Set(shards).size).toBe(4);
  });

  it('tells jobs without a key apart in a use case that limits keys, and says nothing of them elsewhere', () => {
    const keysIn = (concurrencyKeyLimit: number | null) =>
      rowsOf(useCaseWith({ concurrencyKeyLimit }), [{ payload: 1 }, { payload: 1, concurrencyKey: 'a' }]).map(
        ({ concurrencyKey }) => concurrencyKey,
      );
    expect(keysIn(null)).toEqual([null, 'a']);
    expect(keysIn(3)).toEqual(['', 'a']);
  });

  it('every job of every row has a key of its own that leads to its row', () => {
    const rows = rowsOf(
      useCaseWith({ megaJobMaxCount: 1_000 }),
      Array.from({ length: 2_500 }, () => ({ payload: 1 })),
    );
    expect(rows.map(({ jobCount }) => jobCount)).toEqual([1_000, 1_000, 500]);
    const keys = rows.flatMap(({ key, jobCount }) =>
      Array.from({ length: jobCount }, (_, place) => jobKeyAt(key, place)),
    );
    expect(new Set(keys).size).toBe(2_500);
    for (const [index, key] of keys.entries()) {
      expect(megaRowOf(key)).toEqual({ rowKey: rows[Math.floor(index / 1_000)]?.key, place: index % 1_000 });
    }
  });

  it('spreads rows over the shards of the use case', () => {
    const rows = rowsOf(
      useCaseWith({ megaJobMaxCount: 2 }),
      Array.from({ length: 40 }, () => ({ payload: 1 })),
    );
    expect(new Set(rows.map(({ key }) => queueOfJobKey(key).shard)).size).toBe(2);
  });

  it('one job alone is no mega-job', () => {
    const [row] = rowsOf(useCaseWith({ megaJobMaxCount: 10 }), [{ payload: 'only' }]);
    expect(row).toMatchObject({ jobCount: 1, payload: '"only"' });
    expect(megaRowOf(row?.key as never)).toBeNull();
  });
});
