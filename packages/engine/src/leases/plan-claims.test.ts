import { LIMITS } from '@leeway/domain/limits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import { handOut } from './hand-out.ts';
import { planClaims, rowsPerQueue } from './plan-claims.ts';
import { kindOf, type WaitingCall } from './waiting-call.ts';

function callFor(
  useCaseNos: readonly number[],
  count = 1,
  more: { leaseMs?: number; isOver?: boolean } = {},
): WaitingCall {
  const call = {
    useCases: useCaseNos.map((no) => ({ no, shardSpread: 1, delayToleranceMs: 0 })),
    count,
    leaseMs: more.leaseMs ?? 1_000,
    waitMs: 0,
    holder: 'key_a',
    isAllowed: () => true,
    signal: new AbortController().signal,
  };
  const answer = () => undefined;
  return {
    call,
    queues: [],
    kind: kindOf(call),
    endAt: 0,
    isOver: more.isOver ?? false,
    resolve: answer,
    reject: answer,
  };
}

describe('the next statement', () => {
  it('serves calls of one kind together, and kinds that share nothing beside them', () => {
    const calls = [callFor([1, 2], 3), callFor([2, 1], 4), callFor([3])];
    const { groups, later } = planClaims(calls);
    expect(groups.map((group) => [group.calls, group.rowLimit])).toEqual([
      [[calls[0], calls[1]], 7],
      [[calls[2]], 1],
    ]);
    expect(later).toEqual([]);
  });

  it('leaves for later what wants the same otherwise, and what wants the same as that', () => {
    const calls = [callFor([1]), callFor([1, 2]), callFor([2, 3]), callFor([4])];
    const { groups, later } = planClaims(calls);
    expect(groups.map((group) => group.calls)).toEqual([[calls[0]], [calls[3]]]);
    expect(later).toEqual([calls[1], calls[2]]);
  });

  it('stays within bounds of rows and bytes, but serves somebody', () => {
    const calls = Array.from({ length: 5 }, () => callFor([1], 900));
    const { groups, later } = planClaims(calls);
    expect(groups[0]).toMatchObject({ rowLimit: 1_800, byteLimit: 2 * LIMITS.leaseBytes });
    expect(later).toHaveLength(3);
  });

  it('never takes one use case twice, loses no call, and keeps their order', () => {
    const anyCall = fc
      .record({
        nos: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
        count: fc.integer({ min: 1, max: 1_000 }),
      })
      .map(({ nos, count }) => callFor(nos, count));
    fc.assert(
      fc.property(fc.array(anyCall, { minLength: 1 }), (calls) => {
        const { groups, later } = planClaims(calls);
        const nos = groups.flatMap((group) => group.calls[0]?.call.useCases.map(({ no }) => no) ?? []);
        expect(new Set(nos).size).toBe(nos.length);
        expect(groups.length).toBeGreaterThan(0);
        const planned = groups.flatMap((group) => group.calls);
        expect(new Set([...planned, ...later])).toEqual(new Set(calls));
        for (const list of [later, ...groups.map((group) => group.calls)])
          expect(list.map((call) => calls.indexOf(call))).toEqual(
            list.map((call) => calls.indexOf(call)).toSorted((a, b) => a - b),
          );
      }),
    );
  });

  it('reads little more of each queue than its share', () => {
    expect(rowsPerQueue(10, 1)).toBe(10);
    expect(rowsPerQueue(1, 40)).toBe(1);
    expect(rowsPerQueue(1_000, 2)).toBeLessThan(600);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 40 }), (rows, queues) => {
        expect(rowsPerQueue(rows, queues) * queues).toBeGreaterThanOrEqual(rows);
        expect(rowsPerQueue(rows, queues)).toBeLessThanOrEqual(rows);
      }),
    );
  });
});

describe('what was leased', () => {
  const job = (payload = '1') => ({ payload }) as ClaimedJob;

  it('goes to the oldest calls that are still there, up to their counts; the rest is left', () => {
    const jobs = Array.from({ length: 6 }, () => job());
    const [first, gone, second] = [callFor([1], 2), callFor([1], 2, { isOver: true }), callFor([1], 3)];
    const { shares, left } = handOut([first, gone, second], jobs);
    expect(shares).toEqual([
      { call: first, jobs: jobs.slice(0, 2) },
      { call: second, jobs: jobs.slice(2, 5) },
    ]);
    expect(left).toEqual([jobs[5]]);
  });

  it('fills an answer by its bytes, one job at least', () => {
    const large = job('x'.repeat(LIMITS.leaseBytes));
    const calls = [callFor([1], 10), callFor([1], 10)];
    const { shares, left } = handOut(calls, [large, large, large]);
    expect(shares.map(({ jobs }) => jobs.length)).toEqual([1, 1]);
    expect(left).toHaveLength(1);
  });
});
