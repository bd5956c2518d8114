import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deadlineOfJobKey,
  decodeJobKey,
  encodeJobKey,
  holdsDedupeKey,
  jobIdsOf,
  jobKeyAt,
  jobKeyRange,
  jobTie,
  MAX_DEADLINE_AT,
  MAX_SHARD,
  MAX_USE_CASE_NO,
  megaTie,
  parseJobId,
  toJobId,
} from './job-id.ts';

const place = fc.record({
  shard: fc.integer({ min: 0, max: MAX_SHARD }),
  useCaseNo: fc.integer({ min: 0, max: MAX_USE_CASE_NO }),
  deadlineAt: fc.integer({ min: 0, max: MAX_DEADLINE_AT }),
  tie: fc.integer({ min: 0, max: 2 ** 44 - 1 }),
});

describe('a job key', () => {
  test('gives back the place that it was made of', () => {
    fc.assert(
      fc.property(place, (given) => {
        const key = encodeJobKey(given);
        expect(decodeJobKey(key)).toEqual(given);
        expect(deadlineOfJobKey(key)).toBe(given.deadlineAt);
        expect(parseJobId(toJobId(key))).toBe(key);
      }),
    );
  });

  test('tells whether its job holds a dedupe key', () => {
    fc.assert(
      fc.property(place, fc.boolean(), (given, holds) => {
        expect(holdsDedupeKey(encodeJobKey({ ...given, tie: jobTie(given.tie, holds) }))).toBe(holds);
        expect(holdsDedupeKey(encodeJobKey({ ...given, tie: megaTie(given.tie) }))).toBe(false);
      }),
    );
  });

  test('sorts by shard, use case, deadline and tie', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const parts = (given: typeof one) => [given.shard, given.useCaseNo, given.deadlineAt, given.tie];
        const unequal = parts(one).findIndex((part, index) => part !== parts(other)[index]);
        const isBefore = unequal >= 0 && Number(parts(one)[unequal]) < Number(parts(other)[unequal]);
        expect(encodeJobKey(one) < encodeJobKey(other)).toBe(isBefore);
      }),
    );
  });

  test('lies in the range of its queue', () => {
    fc.assert(
      fc.property(place, (given) => {
        const key = encodeJobKey(given);
        const { low, high } = jobKeyRange(given.shard, given.useCaseNo);
        expect(low <= key && key <= high).toBe(true);
      }),
    );
  });

  test.each(['', 'job_', `job_${'G'.repeat(32)}`, `job_${'0'.repeat(33)}`])('is not read out of %j', (text) => {
    expect(parseJobId(text)).toBeNull();
  });

  test('names the jobs of a row in the order of their places', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 1_000 }), fc.nat(), (somewhere, count, number) => {
        const rowKey = encodeJobKey({ ...somewhere, tie: megaTie(number) });
        expect(jobIdsOf(rowKey, count)).toEqual(
          Array.from({ length: count }, (_, index) => toJobId(jobKeyAt(rowKey, index))),
        );
      }),
    );
  });
});
