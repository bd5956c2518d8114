import { megaTie } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../queue/lease.ts';
import type { Settlement } from '../queue/settlement.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { AttemptResult } from '../workers/attempt-result.ts';
import type { Bundle } from '../workers/bundle.ts';
import { placesOf } from '../workers/job-places.ts';
import type { DispatcherEffect, DispatcherEvent, DispatcherWorld } from './dispatcher-event.ts';
import { createDispatcherState, type DispatcherState } from './dispatcher-state.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';
import { stepDispatcher } from './step-dispatcher.ts';

const policy = {
  ...NO_LIMITS,
  criticality: 'normal',
  maxAttempts: 2,
  backoffBaseMs: 100,
  backoffCapMs: 100,
  memoryLimitMb: 64,
};
const result = (place: number, more: Partial<AttemptResult> = {}): AttemptResult => ({
  place,
  startedAt: 10,
  endedAt: 11,
  runMs: 1,
  cpuMs: 1,
  memoryMb: 1,
  failure: null,
  ...more,
});

/** Steps a dispatcher, and gathers what it wanted. */
function dispatcherWith(world: Partial<DispatcherWorld> = {}) {
  const state: DispatcherState = createDispatcherState();
  const effects: DispatcherEffect[] = [];
  const step = (event: DispatcherEvent) => {
    const wanted = stepDispatcher(state, event, {
      now: 0,
      storeNow: 0,
      capacity: OPEN_CAPACITY,
      random: () => 0.5,
      unsettledCount: 0,
      findUseCase: (no) => ({ no, ...policy }) as UseCaseEntry,
      epochOf: () => 1,
      ...world,
    });
    effects.push(...wanted);
    return wanted;
  };
  const bundles = () => effects.filter((effect) => effect.kind === 'run').map(({ bundle }) => bundle);
  const settlements = () => effects.flatMap((effect) => (effect.kind === 'settle' ? effect.settlements : []));
  return { state, step, effects, bundles, settlements };
}

const mega = (tie: number, jobCount: number) =>
  sampleJob(megaTie(tie), { jobCount, payload: JSON.stringify(Array.from({ length: jobCount }, (_, n) => n)) });
const endsOf = ({ job, ends, returned }: Settlement) => [job.key, ends.map(({ place }) => place), returned];

describe('stepDispatcher', () => {
  it('starts nothing without a slot, and one bundle per slot', () => {
    const { step, bundles, state } = dispatcherWith();
    step({ kind: 'arrived', jobs: [sampleJob(1), sampleJob(2)] });
    step({ kind: 'dispatch' });
    expect(bundles()).toEqual([]);
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'dispatch' });
    expect(bundles().map(({ leases }) => leases.length)).toEqual([1]);
    expect([state.leasedCount, state.ready.size]).toEqual([1, 1]);
  });

  it('a mega-job is settled when the last of its jobs has reported', () => {
    const { step, bundles, settlements } = dispatcherWith();
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'arrived', jobs: [mega(1, 3)] });
    step({ kind: 'dispatch' });
    const lease = bundles()[0]?.leases[0] as Lease;
    step({ kind: 'reported', results: [0, 1].map((place) => ({ lease, result: result(place) })) });
    expect(settlements()).toEqual([]);
    step({ kind: 'reported', results: [{ lease, result: result(2) }] });
    expect(settlements().map(endsOf)).toEqual([[lease.job.key, [0, 1, 2], []]]);
  });

  it('a mega-job whose process died is taken apart, so that the next death names its job', () => {
    const { step, bundles, settlements } = dispatcherWith();
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'arrived', jobs: [mega(1, 3)] });
    step({ kind: 'dispatch' });
    const lease = bundles()[0]?.leases[0] as Lease;
    step({ kind: 'reported', results: [{ lease, result: result(0) }] });
    step({ kind: 'givenBack', leases: [lease], isSuspect: true });
    expect(settlements().map(endsOf)).toEqual([[lease.job.key, [0], [1, 2]]]);
  });

  it('a result of a lost lease is counted and settles nothing', () => {
    const { step, bundles, settlements, effects } = dispatcherWith();
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'arrived', jobs: [sampleJob(1)] });
    step({ kind: 'dispatch' });
    step({ kind: 'shardLost', shard: 0 });
    step({ kind: 'reported', results: [{ lease: bundles()[0]?.leases[0] as Lease, result: result(0) }] });
    expect(settlements()).toEqual([]);
    expect(effects).toContainEqual({ kind: 'countLostLease', useCaseNo: 1 });
  });

  it('of a shard that leaves nothing is started, and what runs is settled', () => {
    const { step, bundles, settlements, effects, state } = dispatcherWith();
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'arrived', jobs: [sampleJob(1)] });
    step({ kind: 'dispatch' });
    step({ kind: 'arrived', jobs: [sampleJob(2)] });
    step({ kind: 'shardLeaving', shard: 0 });
    expect(effects).toContainEqual({ kind: 'forgotten', jobs: [sampleJob(2)] });
    expect(state.ready.size).toBe(0);
    step({ kind: 'reported', results: [{ lease: bundles()[0]?.leases[0] as Lease, result: result(0) }] });
    expect(settlements().length).toBe(1);
  });

  it('what a dead process had of a shard that is not ours to start from stays in the store', () => {
    let isOwned = true;
    const { step, bundles, effects, state } = dispatcherWith({ epochOf: () => (isOwned ? 1 : undefined) });
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'arrived', jobs: [sampleJob(1)] });
    step({ kind: 'dispatch' });
    isOwned = false;
    step({ kind: 'givenBack', leases: bundles()[0]?.leases ?? [], isSuspect: false });
    expect(effects).toContainEqual({ kind: 'forgotten', jobs: [sampleJob(1)] });
    expect([state.ready.size, state.leasedCount]).toEqual([0, 0]);
  });

  describe('what is not wanted any more', () => {
    const started = (job = sampleJob(1)) => {
      const all = dispatcherWith();
      all.step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
      all.step({ kind: 'arrived', jobs: [job] });
      all.step({ kind: 'dispatch' });
      return { ...all, lease: all.bundles()[0]?.leases[0] as Lease };
    };
    const failure = { code: 'HANDLER_ERROR', message: 'no' } as const;
    const passedOver = { code: 'CANCELLED', message: '' } as const;

    it('is taken out of the ready queues, of use cases that nobody knows too, and does not start', () => {
      const unknown = sampleJob(2, { useCaseNo: 7 });
      const { step, state, bundles } = dispatcherWith({
        findUseCase: (no) => (no === 7 ? undefined : ({ no, ...policy } as UseCaseEntry)),
      });
      step({ kind: 'arrived', jobs: [sampleJob(1), unknown, sampleJob(3)] });
      step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
      step({ kind: 'slotFreed', slot: 1, memoryLimitMb: 0 });
      const rows = [sampleJob(1), unknown, sampleJob(9)];
      state.parked.set(7, { until: 1, jobs: state.ready.take(7, 1, 1) });
      expect(step({ kind: 'withdrawn', rows })).toEqual([{ kind: 'taken', jobs: [sampleJob(1), unknown] }]);
      step({ kind: 'dispatch' });
      expect(bundles().flatMap(({ leases }) => leases.map(({ job }) => job.key))).toEqual([sampleJob(3).key]);
      expect(step({ kind: 'withdrawn', rows })).toEqual([]);
    });

    it('stays in the ready queues where it has another attempt by now, or is a job that has the key of its former row', () => {
      const { step, state } = dispatcherWith();
      step({ kind: 'arrived', jobs: [sampleJob(1, { attempt: 2 }), sampleJob(2)] });
      const rows = [sampleJob(1), { ...sampleJob(2), jobCount: 3 }];
      expect(step({ kind: 'withdrawn', rows })).toEqual([]);
      expect(state.ready.size).toBe(2);
    });

    it.each([
      ['fails', result(0, { failure }), 'cancelled', 10],
      ['was passed over by its worker', result(0, { failure: passedOver, startedAt: 0 }), 'cancelled', 0],
      ['succeeds', result(0), 'done', 10],
    ])('while it runs, and %s, is not tried again', (_how, report, outcome, startedAt) => {
      const { step, settlements, lease } = started();
      step({ kind: 'cancelAsked', key: lease.job.key, place: 0, why: 'By Ann' });
      step({ kind: 'reported', results: [{ lease, result: report }] });
      const [end] = settlements()[0]?.ends ?? [];
      expect(end).toMatchObject({ outcome, startedAt, retryWaitMs: 0, failure: { code: 'CANCELLED' } });
      expect(end?.failure?.message).toMatch(/^By Ann/);
    });

    it('in a mega-job ends alone; without it the others are as they were', () => {
      const { step, settlements, lease } = started(mega(1, 3));
      step({ kind: 'cancelAsked', key: lease.job.key, place: 1, why: 'By Ann' });
      const results = [0, 1, 2].map((place) => ({ lease, result: result(place, { failure }) }));
      step({ kind: 'reported', results });
      expect(settlements()[0]?.ends.map(({ outcome }) => outcome)).toEqual(['retried', 'cancelled', 'retried']);
    });

    it('is cancelled when its worker dies before it ran, and the rest of its row goes back', () => {
      const { step, settlements, lease, state } = started(mega(1, 3));
      step({ kind: 'cancelAsked', key: lease.job.key, place: 2, why: 'By Ann' });
      step({ kind: 'givenBack', leases: [lease], isSuspect: false });
      expect(settlements().map(endsOf)).toEqual([[lease.job.key, [2], [0, 1]]]);
      expect(state.leases.size).toBe(0);
      const single = started();
      single.step({ kind: 'cancelAsked', key: single.lease.job.key, place: 0, why: 'By Ann' });
      single.step({ kind: 'givenBack', leases: [single.lease], isSuspect: true });
      expect(single.settlements()[0]?.ends[0]).toMatchObject({ outcome: 'cancelled', startedAt: 0 });
      expect(single.state.ready.size).toBe(0);
    });

    it('is nothing to a row that is not leased here', () => {
      const { step, state } = dispatcherWith();
      expect(step({ kind: 'cancelAsked', key: sampleJob(1).key, place: 0, why: 'x' })).toEqual([]);
      expect(state.leases.size).toBe(0);
    });
  });

  it('a use case that nobody knows stands before nobody', () => {
    const known = sampleJob(9, { useCaseNo: 2 });
    const { step, bundles } = dispatcherWith({
      findUseCase: (no) => (no === 2 ? ({ no, ...policy } as UseCaseEntry) : undefined),
    });
    step({ kind: 'slotFreed', slot: 0, memoryLimitMb: 0 });
    step({ kind: 'arrived', jobs: [sampleJob(1), known] });
    step({ kind: 'dispatch' });
    expect(bundles().map(({ leases }) => leases[0]?.job.key)).toEqual([known.key]);
  });

  it('loses no job and leases none twice, whatever happens in whatever order', () => {
    const action = fc.oneof(
      fc.record({
        kind: fc.constant('arrive'),
        shard: fc.nat(2),
        useCaseNo: fc.integer({ min: 1, max: 3 }),
        count: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({ kind: fc.constant('report'), upTo: fc.nat(4), fails: fc.boolean() }),
      fc.record({ kind: fc.constant('die') }),
      fc.record({ kind: fc.constant('lose'), shard: fc.nat(2) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const world = new ModelWorld();
        for (const each of actions) world.play(each as ModelAction);
        world.check();
      }),
      { numRuns: 300 },
    );
  });
});

type ModelAction =
  | { kind: 'arrive'; shard: number; useCaseNo: number; count: number }
  | { kind: 'report'; upTo: number; fails: boolean }
  | { kind: 'die' }
  | { kind: 'lose'; shard: number };

/** Workers and a store that only count. Every job that came in is ready, leased, settled, or went with its shard. */
class ModelWorld {
  readonly #dispatcher = dispatcherWith();
  readonly #running = new Map<number, { bundle: Bundle; reported: number }>();
  readonly #here = new Map<string, number>();
  #tie = 0;

  constructor() {
    for (const slot of [0, 1]) this.#dispatcher.step({ kind: 'slotFreed', slot, memoryLimitMb: 0 });
  }

  play(action: ModelAction): void {
    if (action.kind === 'arrive') this.#arrive(action);
    if (action.kind === 'lose') this.#take(this.#dispatcher.step({ kind: 'shardLost', shard: action.shard }));
    const [slot, running] = [...this.#running][0] ?? [];
    if (slot !== undefined && running !== undefined) {
      if (action.kind === 'report') this.#report(slot, running, action);
      if (action.kind === 'die') this.#die(slot, running);
    }
    this.#take(this.#dispatcher.step({ kind: 'dispatch' }));
  }

  check(): void {
    const { state } = this.#dispatcher;
    const inMemory = [...this.#here.values()].reduce((sum, count) => sum + count, 0);
    expect(state.ready.size + state.leasedCount).toBe(inMemory);
    const leasedTwice = [...this.#running.values()].flatMap(({ bundle }) => bundle.leases.map(({ token }) => token));
    expect(new Set(leasedTwice).size).toBe(leasedTwice.length);
  }

  #arrive({ shard, useCaseNo, count }: { shard: number; useCaseNo: number; count: number }): void {
    this.#tie += 1;
    const more = { shard, useCaseNo, jobCount: count, payload: JSON.stringify(Array(count).fill(0)) };
    const job = sampleJob(count > 1 ? megaTie(this.#tie) : this.#tie, more);
    this.#here.set(job.key, count);
    this.#dispatcher.step({ kind: 'arrived', jobs: [job] });
  }

  #report(
    slot: number,
    running: { bundle: Bundle; reported: number },
    { upTo, fails }: { upTo: number; fails: boolean },
  ) {
    const places = placesOf(running.bundle).slice(running.reported, running.reported + upTo + 1);
    running.reported += places.length;
    const failure = fails ? { code: 'HANDLER_ERROR' as const, message: 'no' } : null;
    const results = places.map(({ lease, place }) => ({ lease, result: result(place, { failure }) }));
    this.#take(this.#dispatcher.step({ kind: 'reported', results }));
    if (running.reported === placesOf(running.bundle).length) this.#free(slot);
  }

  #die(slot: number, running: { bundle: Bundle; reported: number }): void {
    const leases = [
      ...new Set(
        placesOf(running.bundle)
          .slice(running.reported)
          .map(({ lease }) => lease),
      ),
    ];
    this.#take(this.#dispatcher.step({ kind: 'givenBack', leases, isSuspect: true }));
    this.#free(slot);
  }

  #free(slot: number): void {
    this.#running.delete(slot);
    this.#dispatcher.step({ kind: 'slotFreed', slot, memoryLimitMb: 64 });
  }

  #take(effects: readonly DispatcherEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'run') this.#running.set(effect.slot, { bundle: effect.bundle, reported: 0 });
      if (effect.kind === 'forgotten') for (const { key } of effect.jobs) expect(this.#here.delete(key)).toBe(true);
      if (effect.kind !== 'settle') continue;
      for (const { job, ends, returned } of effect.settlements) {
        const places = [...ends.map(({ place }) => place), ...returned].sort((a, b) => a - b);
        expect(places).toEqual(Array.from({ length: job.jobCount }, (_, place) => place));
        expect(this.#here.delete(job.key)).toBe(true);
      }
    }
  }
}
