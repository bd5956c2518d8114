import { MINUTE_MS } from '@leeway/domain/units';
import { expect, it } from 'vitest';
import { countStarts, slowStartLimit } from '../capacity/slow-start.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { gateFactsOf } from './gate-facts.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';

const useCase = { no: 1, ...NO_LIMITS, criticality: 'normal', memoryLimitMb: 64 } as UseCaseEntry;
const calling: UseCaseEntry = { ...useCase, downstreamIds: ['ds_1'] };

/** The slow start of a use case as it is looked at, at one instant after the other. */
function lookAt() {
  const state = createDispatcherState();
  const meter = state.meters.of(useCase.no);
  return (entry: UseCaseEntry, now: number, startedCount = 0) => {
    const world = { now, storeNow: now, capacity: OPEN_CAPACITY, random: () => 0.5, unsettledCount: 0 };
    const { slowStart } = gateFactsOf(state, meter, entry, sampleJob(1), world as DispatcherWorld);
    if (meter.slowStart !== null) meter.slowStart = countStarts(meter.slowStart, startedCount);
    return slowStart === null ? null : slowStartLimit(slowStart);
  };
}

it('a use case whose first jobs come with a downstream grows from the threshold', () => {
  const look = lookAt();
  expect(look(calling, 10 * MINUTE_MS)).toBe(100);
});

it('a use case that ran before it names a downstream goes on as it was, and grows from that', () => {
  const look = lookAt();
  expect(look(useCase, 10 * MINUTE_MS)).toBeNull();
  expect(look(calling, 11 * MINUTE_MS, 500)).toBe(Number.POSITIVE_INFINITY);
  expect(look(calling, 12 * MINUTE_MS)).toBe(600);
});
