import { describe, expect, it } from 'vitest';
import type { Lease } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { DispatcherEvent } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';
import { stepDispatcher } from './step-dispatcher.ts';
import { TRAIN_MAX_BUNDLES } from './trains.ts';

const SHORT_MS = 0.1;

function tierWith(slotCount: number, policyOf: (no: number) => Partial<UseCaseEntry> = () => ({})) {
  const state = createDispatcherState(TRAIN_MAX_BUNDLES);
  let tie = 0;
  const step = (event: DispatcherEvent) =>
    stepDispatcher(state, event, {
      ...{ now: 0, storeNow: 0, random: () => 0, unsettledCount: 0, epochOf: () => 1 },
      findUseCase: (no) =>
        ({
          no,
          name: `${no}`,
          ...NO_LIMITS,
          criticality: 'normal',
          memoryLimitMb: 64,
          ...policyOf(no),
        }) as UseCaseEntry,
      capacity: {
        ...OPEN_CAPACITY,
        pool: { slotCount, cpuCount: slotCount, memoryMb: 1e9 },
        limitsOf: ({ concurrencyLimit }) => ({ share: 1, cpuPerSecond: null, concurrency: concurrencyLimit ?? null }),
      },
    }).flatMap((effect) => (effect.kind === 'run' ? [effect] : []));
  const arrive = (useCaseNo: number, count = 1) => {
    const jobs = Array.from({ length: count }, () => sampleJob(tie++, { useCaseNo, availableAt: 0 }));
    step({ kind: 'arrived', jobs });
  };
  const dispatch = () => step({ kind: 'dispatch' }).map(({ slot, bundle }) => ({ slot, ...bundle }));
  const report = (leases: readonly Lease[], runMs: number) => {
    const result = { place: 0, startedAt: 0, endedAt: 0, runMs, cpuMs: runMs, memoryMb: 1, failure: null };
    step({ kind: 'reported', results: leases.map((lease) => ({ lease, result })) });
  };
  const free = (slot: number) => step({ kind: 'slotFreed', slot, memoryLimitMb: 64 });
  for (let slot = 0; slot < slotCount; slot++) free(slot);
  /** Each use case has run often enough for its run time to be known. */
  const learn = (useCaseNos: readonly number[], runMs: number) => {
    for (const useCaseNo of useCaseNos)
      for (let time = 0; time < 30; time++) {
        arrive(useCaseNo);
        for (const { slot, leases } of dispatch()) {
          report(leases, runMs);
          free(slot);
        }
      }
  };
  return { state, step, arrive, dispatch, report, free, learn };
}

const shapeOf = (started: { slot: number; useCase: UseCaseEntry; leases: readonly Lease[] }[]) =>
  started.map(({ slot, useCase, leases }) => [slot, useCase.no, leases.length]);

describe('trains', () => {
  it('short bundles of others follow into slots that were just taken, the emptiest first', () => {
    const tier = tierWith(2);
    tier.learn([1, 2, 3, 4], SHORT_MS);
    for (const useCaseNo of [1, 2, 3, 4]) tier.arrive(useCaseNo);
    const started = tier.dispatch();
    expect(started.map(({ useCase }) => useCase.no).toSorted()).toEqual([1, 2, 3, 4]);
    expect(started.map(({ slot }) => slot).toSorted()).toEqual([0, 0, 1, 1]);
  });

  it('nothing follows later, or behind what is unknown, takes long or may end its process', () => {
    const later = tierWith(1);
    later.learn([1, 2], SHORT_MS);
    later.arrive(1);
    expect(later.dispatch()).toHaveLength(1);
    later.arrive(2);
    expect(later.dispatch()).toEqual([]);

    const unknown = tierWith(1);
    unknown.arrive(1);
    unknown.arrive(2);
    expect(unknown.dispatch()).toHaveLength(1);

    const long = tierWith(1);
    long.learn([1, 2], 6);
    long.arrive(1);
    long.arrive(2);
    expect(long.dispatch()).toHaveLength(1);

    const suspect = tierWith(1);
    suspect.learn([1, 2], SHORT_MS);
    for (const useCaseNo of [1, 2]) suspect.state.suspects.add(useCaseNo, 0);
    suspect.arrive(1);
    suspect.arrive(2);
    expect(suspect.dispatch()).toHaveLength(1);
  });

  it('are not longer than one full bundle, and end where the next in turn does not fit', () => {
    const tier = tierWith(1, (no) => ({ memoryLimitMb: no === 9 ? 128 : 64 }));
    tier.learn([1, 2, 9], 1);
    for (const useCaseNo of [1, 2]) tier.arrive(useCaseNo, 20);
    const planned = tier.dispatch().reduce((sum, { leases }) => sum + leases.length, 0);
    expect(planned).toBeLessThanOrEqual(10);
    expect(planned).toBeGreaterThanOrEqual(3);

    const mixed = tierWith(1, (no) => ({ memoryLimitMb: no === 2 ? 128 : 64 }));
    mixed.learn([1, 2, 3], SHORT_MS);
    for (const useCaseNo of [1, 2, 3]) mixed.arrive(useCaseNo);
    const started = mixed.dispatch();
    // Nobody overtakes the one that needs another process.
    expect(
      started.map(({ useCase }) => useCase.no).includes(3) && started.every(({ useCase }) => useCase.no !== 2),
    ).toBe(false);
  });

  it('hold no more bundles than they may', () => {
    const tier = tierWith(1);
    const all = Array.from({ length: 40 }, (_, index) => index + 1);
    tier.learn(all, 0.001);
    for (const useCaseNo of all) tier.arrive(useCaseNo);
    expect(tier.dispatch()).toHaveLength(TRAIN_MAX_BUNDLES);
  });

  it('count for the limits of all that are in them, until they left', () => {
    const tier = tierWith(2, () => ({ concurrencyLimit: 1 }));
    tier.learn([1, 2, 3], SHORT_MS);
    for (const useCaseNo of [1, 2, 3]) tier.arrive(useCaseNo, 2);
    const started = tier.dispatch();
    expect(started.map(({ useCase }) => useCase.no).toSorted()).toEqual([1, 2, 3]);
    const shared = started.filter(({ slot }) => started.filter((each) => each.slot === slot).length === 2);
    const [first, second] = shared;
    if (first === undefined || second === undefined) throw new Error('no train');
    const held = () => [1, 2, 3].map((useCaseNo) => tier.state.slots.heldBy(useCaseNo));
    expect(held()).toEqual([1, 1, 1]);
    expect(tier.state.slots.heldMemoryMb).toBe(128);

    const left = { slot: second.slot, useCaseNo: second.useCase.no };
    tier.step({ kind: 'givenBack', leases: second.leases, isSuspect: false, left });
    expect(tier.state.slots.heldBy(second.useCase.no)).toBe(0);
    expect(tier.state.suspects.has(second.useCase.no, 0)).toBe(false);
    tier.report(first.leases, SHORT_MS);
    tier.free(first.slot);
    const again = tier.dispatch();
    expect(again.map(({ useCase }) => useCase.no).toSorted()).toEqual([first.useCase.no, second.useCase.no].toSorted());
    expect(shapeOf(again).every(([slot]) => slot === first.slot)).toBe(true);
    expect([tier.state.slots.freeCount, tier.state.slots.heldMemoryMb]).toEqual([0, 128]);
  });
});
