import { encodeJobKey } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadyJob } from '../queue/lease.ts';
import { toReadyJob } from '../queue/lease.ts';
import { type Rank, ReadyQueues } from './ready-queues.ts';

const place = fc.record({
  shard: fc.integer({ min: 0, max: 3 }),
  useCaseNo: fc.integer({ min: 1, max: 5 }),
  deadlineAt: fc.integer({ min: 0, max: 1_000 }),
});

function jobAt(at: { shard: number; useCaseNo: number; deadlineAt: number }, tie: number): ReadyJob {
  return toReadyJob({
    key: encodeJobKey({ ...at, tie }),
    attempt: 1,
    availableAt: 0,
    submittedAt: 0,
    jobCount: 1,
    payload: '{}',
  });
}

/** Every head is worth the same, and urgent from its deadline on. */
function plainRank({ deadlineAt }: ReadyJob): Rank {
  return { urgentAt: deadlineAt, criticality: 0, isDeferred: false, virtualTime: 0 };
}

const NEVER_URGENT = Number.NEGATIVE_INFINITY;
const next = (queues: ReadyQueues, storeNow = NEVER_URGENT) => queues.next(storeNow, () => true)?.head;

function fill(
  places: readonly { shard: number; useCaseNo: number; deadlineAt: number }[],
  rankOf: (head: ReadyJob) => Rank = plainRank,
): {
  queues: ReadyQueues;
  jobs: ReadyJob[];
} {
  const queues = new ReadyQueues(rankOf);
  const jobs = places.map(jobAt);
  for (const job of jobs) queues.add(job);
  return { queues, jobs };
}

function drainOneByOne(queues: ReadyQueues, storeNow = NEVER_URGENT): ReadyJob[] {
  const order: ReadyJob[] = [];
  for (let head = next(queues, storeNow); head !== undefined; head = next(queues, storeNow)) {
    order.push(...queues.take(head.useCaseNo, 1, 1_000));
    queues.refresh(head.useCaseNo);
  }
  return order;
}

describe('ReadyQueues', () => {
  it('compares without what is set aside, and with it again once it is brought back', () => {
    const { queues } = fill([
      { shard: 0, useCaseNo: 1, deadlineAt: 1 },
      { shard: 0, useCaseNo: 2, deadlineAt: 5 },
    ]);
    queues.setAside(1);
    expect(next(queues)?.useCaseNo).toBe(2);
    queues.add(jobAt({ shard: 0, useCaseNo: 1, deadlineAt: 0 }, 9));
    expect(next(queues)?.useCaseNo).toBe(2);
    queues.bringBack(1);
    expect(next(queues)?.deadlineAt).toBe(0);
    expect(drainOneByOne(queues).map(({ deadlineAt }) => deadlineAt)).toEqual([0, 1, 5]);
  });

  it('gives every job once, in deadline order over all use cases', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 80 }), (places) => {
        const { queues, jobs } = fill(places);
        const order = drainOneByOne(queues);
        expect(order.map((job) => job.deadlineAt)).toEqual(jobs.map((job) => job.deadlineAt).sort((a, b) => a - b));
        expect(new Set(order.map((job) => job.key)).size).toBe(jobs.length);
        expect(queues.size).toBe(0);
      }),
    );
  });

  it('lets an earlier deadline that arrives late go first', () => {
    const { queues } = fill([{ shard: 0, useCaseNo: 1, deadlineAt: 500 }]);
    queues.add(jobAt({ shard: 1, useCaseNo: 2, deadlineAt: 100 }, 9));
    queues.add(jobAt({ shard: 2, useCaseNo: 1, deadlineAt: 50 }, 10));
    expect(drainOneByOne(queues).map((job) => job.deadlineAt)).toEqual([50, 100, 500]);
  });

  it('drops one shard and keeps the others in order', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), (places) => {
        const { queues, jobs } = fill(places);
        const removed = queues.removeShard(2);
        expect(removed.length).toBe(jobs.filter((job) => job.shard === 2).length);
        const order = drainOneByOne(queues);
        expect(order.some((job) => job.shard === 2)).toBe(false);
        expect(order.length).toBe(jobs.length - removed.length);
      }),
    );
  });

  it('takes no more bytes than asked, but always one job', () => {
    const { queues } = fill([1, 2, 3].map((deadlineAt) => ({ shard: 0, useCaseNo: 1, deadlineAt })));
    expect(queues.take(1, 10, 1).length).toBe(1);
    expect(queues.take(1, 10, 3).length).toBe(2);
  });

  it('puts the smallest virtual time first, whatever the deadlines, and deferred ones last', () => {
    const times = new Map([
      [1, 30],
      [2, 10],
      [3, 20],
      [4, 0],
    ]);
    const { queues } = fill(
      [1, 2, 3, 4].map((useCaseNo) => ({ shard: 0, useCaseNo, deadlineAt: useCaseNo })),
      (head) => ({ ...plainRank(head), virtualTime: times.get(head.useCaseNo) ?? 0, isDeferred: head.useCaseNo === 4 }),
    );
    expect(drainOneByOne(queues).map(({ useCaseNo }) => useCaseNo)).toEqual([2, 3, 1, 4]);
  });

  it('takes up a rank that has changed', () => {
    let worth = 0;
    const { queues } = fill(
      [1, 2].map((useCaseNo) => ({ shard: 0, useCaseNo, deadlineAt: useCaseNo })),
      (head) => ({ ...plainRank(head), virtualTime: head.useCaseNo === 1 ? worth : 5 }),
    );
    expect(next(queues)?.useCaseNo).toBe(1);
    worth = 10;
    queues.refresh(1);
    expect(next(queues)?.useCaseNo).toBe(2);
    worth = 1;
    queues.refresh(1);
    expect(next(queues)?.useCaseNo).toBe(1);
  });

  it('lets what must start now go first: the most critical, then the earliest deadline', () => {
    const { queues } = fill(
      [1, 2, 3, 4].map((useCaseNo) => ({ shard: 0, useCaseNo, deadlineAt: 10 * useCaseNo })),
      (head) => ({
        urgentAt: head.deadlineAt,
        criticality: head.useCaseNo === 2 ? 0 : 2,
        isDeferred: false,
        virtualTime: -head.useCaseNo,
      }),
    );
    // Three are urgent at 30; the fourth has the smallest virtual time, and comes when they are through.
    expect(drainOneByOne(queues, 30).map(({ useCaseNo }) => useCaseNo)).toEqual([2, 1, 3, 4]);
    expect(queues.next(30, () => true)).toBeUndefined();
  });

  it('a use case that may not come before its turn waits for it', () => {
    const { queues } = fill(
      [1, 2].map((useCaseNo) => ({ shard: 0, useCaseNo, deadlineAt: 1 })),
      (head) => ({ ...plainRank(head), virtualTime: head.useCaseNo === 1 ? 9 : 0 }),
    );
    const picked = queues.next(5, (useCaseNo) => useCaseNo !== 1);
    expect([picked?.head.useCaseNo, picked?.isUrgent]).toEqual([2, true]);
    queues.take(2, 1, 1);
    const last = queues.next(5, () => false);
    expect([last?.head.useCaseNo, last?.isUrgent]).toEqual([1, false]);
  });

  it('does not grow with what has been offered in vain', () => {
    let virtualTime = 0;
    const { queues } = fill(
      Array.from({ length: 10 }, (_, n) => ({ shard: 0, useCaseNo: n + 1, deadlineAt: 1 })),
      (head) => ({ ...plainRank(head), virtualTime }),
    );
    for (let round = 0; round < 20_000; round++) {
      virtualTime = -round;
      queues.refresh(1 + (round % 10));
    }
    expect(queues.offerCount).toBeLessThan(4_000);
    expect(drainOneByOne(queues).length).toBe(10);
  });
});
