import { encodeJobKey } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadyJob, toReadyJob } from '../queue/lease.ts';
import { ReadyQueues } from './ready-queues.ts';

const USE_CASE = 1;

function jobAt(deadlineAt: number, concurrencyKey: string | undefined, tie: number): ReadyJob {
  return toReadyJob({
    key: encodeJobKey({ shard: 0, useCaseNo: USE_CASE, deadlineAt, tie }),
    attempt: 1,
    availableAt: 0,
    submittedAt: 0,
    jobCount: 1,
    payload: '{}',
    concurrencyKey,
  });
}

function readyWith(limit: number | null): ReadyQueues {
  const ready = new ReadyQueues(({ deadlineAt }) => ({
    urgentAt: deadlineAt,
    criticality: 0,
    isDeferred: false,
    virtualTime: 0,
  }));
  ready.setKeyLimit(USE_CASE, limit);
  return ready;
}

function takeNext(ready: ReadyQueues): ReadyJob | undefined {
  const head = ready.next(Number.NEGATIVE_INFINITY, () => true)?.head;
  if (head === undefined) return undefined;
  const [job] = ready.take(head.useCaseNo, 1, 1_000);
  ready.refresh(USE_CASE);
  return job;
}

type Step =
  | { readonly kind: 'add'; readonly deadlineAt: number; readonly key: string | undefined }
  | { readonly kind: 'take' | 'end' | 'giveBack' | 'remove'; readonly nth: number }
  | { readonly kind: 'limit'; readonly limit: number | null };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      deadlineAt: fc.integer({ min: 0, max: 30 }),
      key: fc.constantFrom(undefined, '', 'a', 'b', 'c'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('take' as const, 'take' as const, 'end' as const, 'giveBack' as const, 'remove' as const),
      nth: fc.nat(50),
    }),
  },
  fc.record({ kind: fc.constant('limit' as const), limit: fc.constantFrom(null, 1, 2, 3) }),
);

/** What should happen, in the plainest words: lists, looked through from the beginning. */
class Model {
  waiting: ReadyJob[] = [];
  running: ReadyJob[] = [];
  limit: number | null = null;

  runningOf(key: string | undefined): number {
    return this.running.filter(({ concurrencyKey }) => concurrencyKey === key).length;
  }

  mayStart({ concurrencyKey }: ReadyJob): boolean {
    return !concurrencyKey || this.limit === null || this.runningOf(concurrencyKey) < this.limit;
  }

  head(): ReadyJob | undefined {
    const order = this.waiting.toSorted((a, b) => a.deadlineAt - b.deadlineAt || (a.key < b.key ? -1 : 1));
    return order.find((job) => this.mayStart(job));
  }
}

function apply(one: Step, { ready, model, tie }: { ready: ReadyQueues; model: Model; tie: number }): void {
  if (one.kind === 'add') {
    const job = jobAt(one.deadlineAt, one.key, tie);
    ready.add(job);
    model.waiting.push(job);
  } else if (one.kind === 'limit') {
    ready.setKeyLimit(USE_CASE, one.limit);
    model.limit = one.limit;
  } else if (one.kind === 'take') {
    const expected = model.head();
    expect(takeNext(ready)).toBe(expected);
    if (expected === undefined) return;
    model.waiting = model.waiting.filter((job) => job !== expected);
    model.running.push(expected);
  } else if (one.kind === 'remove') {
    const job = model.waiting[one.nth % Math.max(1, model.waiting.length)];
    if (job === undefined) return;
    expect(ready.removeRows([job])).toEqual([job]);
    model.waiting = model.waiting.filter((each) => each !== job);
  } else {
    const job = model.running[one.nth % Math.max(1, model.running.length)];
    if (job === undefined) return;
    model.running = model.running.filter((each) => each !== job);
    ready.ended(job);
    if (one.kind === 'end') return;
    ready.add(job);
    model.waiting.push(job);
  }
}

describe('limits per concurrency key', () => {
  it('start what a list would start, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const ready = readyWith(null);
        const model = new Model();
        for (const [tie, one] of steps.entries()) {
          apply(one, { ready, model, tie });
          expect(ready.headOf(USE_CASE)).toBe(model.head());
          expect(ready.size).toBe(model.waiting.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('let others of the same use case overtake, and keep the order of a key', () => {
    const ready = readyWith(2);
    const flood = [1, 2, 3, 4].map((deadlineAt) => jobAt(deadlineAt, 'flood', deadlineAt));
    const other = jobAt(9, 'other', 9);
    for (const job of [...flood, other]) ready.add(job);
    expect([takeNext(ready), takeNext(ready), takeNext(ready), takeNext(ready)]).toEqual([
      flood[0],
      flood[1],
      other,
      undefined,
    ]);
    expect(ready.isKeyFull(jobAt(0, 'flood', 0))).toBe(true);
    ready.ended(flood[1] as ReadyJob);
    expect(takeNext(ready)).toBe(flood[2]);
  });

  it('give no slot more of a key than its part of the limit, so that the others get theirs', () => {
    const ready = readyWith(7);
    for (let index = 0; index < 20; index++) ready.add(jobAt(index, index % 2 === 0 ? 'a' : 'b', index));
    const bundle = () =>
      ready
        .take(USE_CASE, 200, 1_000_000, 3)
        .map(({ concurrencyKey }) => concurrencyKey)
        .join('');
    expect([bundle(), bundle(), bundle(), bundle(), bundle()]).toEqual(['abab', 'abab', 'abab', 'ab', '']);
  });

  it('cost nothing to look past: a million behind a full key are not compared', () => {
    const ready = readyWith(1);
    const count = 200_000;
    for (let index = 0; index < count; index++) ready.add(jobAt(index, 'flood', index));
    takeNext(ready);
    const offersBefore = ready.offerCount;
    const startedAt = performance.now();
    for (let index = 0; index < 2_000; index++) {
      const job = jobAt(count + index, `other ${index}`, count + index);
      ready.add(job);
      expect(takeNext(ready)).toBe(job);
    }
    expect(ready.offerCount - offersBefore).toBeLessThan(10_000);
    // Going through the flood for each of them would be 400 million comparisons.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
