import { encodeJobKey } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadyJob } from '../queue/lease.ts';
import { toReadyJob } from '../queue/lease.ts';
import { ReadyQueues } from './ready-queues.ts';

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

function fill(places: readonly { shard: number; useCaseNo: number; deadlineAt: number }[]): {
  queues: ReadyQueues;
  jobs: ReadyJob[];
} {
  const queues = new ReadyQueues();
  const jobs = places.map(jobAt);
  for (const job of jobs) queues.add(job);
  return { queues, jobs };
}

function drainOneByOne(queues: ReadyQueues): ReadyJob[] {
  const order: ReadyJob[] = [];
  for (let head = queues.earliest(); head !== undefined; head = queues.earliest())
    order.push(...queues.take(head.useCaseNo, 1, 1_000));
  return order;
}

describe('ReadyQueues', () => {
  it('compares without what is set aside, and with it again once it is brought back', () => {
    const { queues } = fill([
      { shard: 0, useCaseNo: 1, deadlineAt: 1 },
      { shard: 0, useCaseNo: 2, deadlineAt: 5 },
    ]);
    queues.setAside(1);
    expect(queues.earliest()?.useCaseNo).toBe(2);
    queues.add(jobAt({ shard: 0, useCaseNo: 1, deadlineAt: 0 }, 9));
    expect(queues.earliest()?.useCaseNo).toBe(2);
    queues.bringBack();
    expect(queues.earliest()?.deadlineAt).toBe(0);
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
});
