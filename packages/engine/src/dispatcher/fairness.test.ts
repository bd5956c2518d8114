import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadyJob } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { Bundle } from '../workers/bundle.ts';
import type { DispatcherEvent, DispatcherWorld } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';
import { URGENT_DEBT_MS } from './rank.ts';
import { stepDispatcher } from './step-dispatcher.ts';

const LATER = 10_000_000;

interface Party {
  readonly weight: number;
  readonly runMs: number;
  /** All its jobs are past their deadline. */
  readonly isUrgent?: boolean;
}

/** Slots that always have something to run, of parties whose queues never run dry; returns slot time given to each. */
function share(parties: readonly Party[], slotCount: number, untilMs: number) {
  const state = createDispatcherState();
  const entryOf = (no: number) =>
    ({
      no,
      ...NO_LIMITS,
      criticality: 'normal',
      memoryLimitMb: 1,
      maxAttempts: 1,
      fairWeight: parties[no - 1]?.weight,
    }) as UseCaseEntry;
  const entries = parties.map((_, index) => entryOf(index + 1));
  let now = 0;
  let tie = 0;
  const running = new Map<number, { readonly bundle: Bundle; readonly startedAt: number; readonly endsAt: number }>();
  const given = parties.map(() => 0);
  /** Each always has something ready: what passes between two starts is a wait. */
  const lastStartAt = parties.map(() => 0);
  const longestWaitMs = parties.map(() => 0);
  let idleMs = 0;
  const world = (): DispatcherWorld => ({
    ...{ now, storeNow: now, random: () => 0, unsettledCount: 0, epochOf: () => 1 },
    findUseCase: (no) => entries[no - 1],
    capacity: { ...OPEN_CAPACITY, pool: { slotCount, cpuCount: slotCount, memoryMb: 1e9 } },
  });
  const step = (event: DispatcherEvent): void => {
    for (const effect of stepDispatcher(state, event, world())) {
      if (effect.kind !== 'run') continue;
      const index = effect.bundle.useCase.no - 1;
      const { runMs } = parties[index] as Party;
      longestWaitMs[index] = Math.max(longestWaitMs[index] ?? 0, now - (lastStartAt[index] ?? 0));
      lastStartAt[index] = now;
      running.set(effect.slot, {
        bundle: effect.bundle,
        startedAt: now,
        endsAt: now + runMs * effect.bundle.leases.length,
      });
    }
  };
  const refill = (): void => {
    for (const [index, { isUrgent }] of parties.entries()) {
      const missing = 20 - state.ready.countOf(index + 1);
      const jobs: ReadyJob[] = [];
      for (let count = 0; count < missing; count++) {
        tie += 1;
        jobs.push({ ...sampleJob(tie, { useCaseNo: index + 1, availableAt: 0 }), deadlineAt: isUrgent ? 0 : LATER });
      }
      if (jobs.length > 0) step({ kind: 'arrived', jobs });
    }
  };
  refill();
  for (let slot = 0; slot < slotCount; slot++) step({ kind: 'slotFreed', slot, memoryLimitMb: 0 });
  step({ kind: 'dispatch' });
  while (now < untilMs) {
    const [slot, ended] = [...running].reduce((first, each) => (each[1].endsAt < first[1].endsAt ? each : first));
    idleMs += (slotCount - running.size) * (ended.endsAt - now);
    now = ended.endsAt;
    running.delete(slot);
    const { useCase, leases } = ended.bundle;
    const { runMs } = parties[useCase.no - 1] as Party;
    given[useCase.no - 1] = (given[useCase.no - 1] ?? 0) + runMs * leases.length;
    const result = { place: 0, startedAt: now, endedAt: now, runMs, cpuMs: runMs, memoryMb: 1, failure: null };
    step({ kind: 'reported', results: leases.map((lease) => ({ lease, result })) });
    step({ kind: 'slotFreed', slot, memoryLimitMb: 1 });
    refill();
    step({ kind: 'dispatch' });
  }
  for (const [index, at] of lastStartAt.entries()) longestWaitMs[index] = Math.max(longestWaitMs[index] ?? 0, now - at);
  return { given, idleMs, longestWaitMs, untilMs: now };
}

/** What a job is charged before the first of its use case has ended. */
const GUESS_MS = 50;

/**
 * The longest that an eligible use case waits for its next start. It may have begun a job in every slot; while that is made up
 * for, each of the others gets as much by its weight, what urgency may be ahead, and two of the longest jobs: one because it was just
 * below, one that was charged too little when it started. The slots share that out, and a job may have begun just before and just after.
 */
function waitBound(parties: readonly Party[], index: number, slotCount: number): number {
  const own = parties[index] as Party;
  const longest = Math.max(GUESS_MS, ...parties.map(({ runMs }) => runMs));
  const aheadMs = parties.some(({ isUrgent }) => isUrgent) ? URGENT_DEBT_MS : 0;
  const ownLevel = (slotCount * Math.max(GUESS_MS, own.runMs) * 100) / own.weight + aheadMs;
  const others = parties.filter((_, other) => other !== index);
  const givenMs = others.reduce((sum, { weight }) => sum + (weight / 100) * ownLevel + 2 * longest, 0);
  return givenMs / slotCount + 2 * longest;
}

const party = fc.record({ weight: fc.integer({ min: 20, max: 500 }), runMs: fc.integer({ min: 10, max: 400 }) });
/** Pools of three and fewer keep no slot back. */
const slots = fc.integer({ min: 1, max: 3 });

describe('fair sharing of the dispatcher', () => {
  it('gives slot time by weight to those with a backlog, but for what runs at once', () => {
    fc.assert(
      fc.property(fc.array(party, { minLength: 2, maxLength: 5 }), slots, (parties, slotCount) => {
        const { given } = share(parties, slotCount, 60_000);
        // Until the first result nobody knows what a job takes, and every slot may hold one of the longest.
        const longest = Math.max(...parties.map(({ runMs }) => runMs));
        const levels = parties.map(({ weight }, index) => ((given[index] ?? 0) * 100) / weight);
        const lightest = Math.min(...parties.map(({ weight }) => weight));
        const bound = (2 * slotCount * (longest + 50) * 100) / lightest;
        expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no slot idle while anybody has something to run', () => {
    fc.assert(
      fc.property(fc.array(party, { minLength: 1, maxLength: 5 }), slots, (parties, slotCount) => {
        expect(share(parties, slotCount, 20_000).idleMs).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('lets urgency take no more than its bound from anybody', () => {
    fc.assert(
      fc.property(fc.array(party, { minLength: 1, maxLength: 3 }), slots, (parties, slotCount) => {
        const pressing = { weight: 100, runMs: 100, isUrgent: true };
        const { given } = share([pressing, ...parties], slotCount, 60_000);
        const [urgent = 0, ...others] = [pressing, ...parties].map(
          ({ weight }, index) => ((given[index] ?? 0) * 100) / weight,
        );
        const longest = Math.max(...parties.map(({ runMs }) => runMs), pressing.runMs);
        const lightest = Math.min(...parties.map(({ weight }) => weight), pressing.weight);
        const slack = (2 * slotCount * (longest + 50) * 100) / lightest;
        expect(urgent - Math.min(...others)).toBeLessThanOrEqual(URGENT_DEBT_MS + slack);
      }),
      { numRuns: 40 },
    );
  });

  it.each([false, true])('starves nobody: each waits within its bound, with somebody urgent: %s', (isUrgent) => {
    fc.assert(
      fc.property(fc.array(party, { minLength: 2, maxLength: 6 }), slots, (plain, slotCount) => {
        const parties = plain.map((each, index) => ({ ...each, isUrgent: isUrgent && index === 0 }));
        const { longestWaitMs } = share(parties, slotCount, 60_000);
        for (const [index, waitedMs] of longestWaitMs.entries())
          expect(waitedMs).toBeLessThanOrEqual(waitBound(parties, index, slotCount));
      }),
      { numRuns: 60 },
    );
  });
});
