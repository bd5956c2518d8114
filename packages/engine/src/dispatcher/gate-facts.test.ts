import { MINUTE_MS } from '@leeway/domain/units';
import { expect, it } from 'vitest';
import { countStarts, slowStartLimit } from '../capacity/slow-start.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { EngineLimits } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { gateFactsOf } from './gate-facts.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';

const NO_LIMIT: EngineLimits = { share: 1, cpuPerSecond: null, concurrency: null };
const useCase = { no: 1, ...NO_LIMITS, criticality: 'normal', memoryLimitMb: 64 } as UseCaseEntry;
const calling: UseCaseEntry = { ...useCase, downstreamIds: ['ds_1'] };

const ALL = { findUseCase: () => undefined, epochOf: () => 1 };

/** The slow start of a use case as it is looked at, at one instant after the other. */
function lookAt() {
  const state = createDispatcherState();
  const meter = state.meters.of(useCase.no);
  return (entry: UseCaseEntry, now: number, startedCount = 0, changed: Partial<EngineLimits> = {}) => {
    const capacity = { ...OPEN_CAPACITY, limitsOf: () => ({ ...NO_LIMIT, ...changed }) };
    const world = { now, storeNow: now, capacity, random: () => 0.5, unsettledCount: 0, ...ALL };
    const { slowStart } = gateFactsOf(state, meter, entry, sampleJob(1), world);
    if (meter.slowStart !== null) meter.slowStart = countStarts(meter.slowStart, startedCount, now);
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

it('of fewer shards only their part of what was started before is known, of more nothing for a minute', () => {
  const look = lookAt();
  look(calling, 10 * MINUTE_MS, 100);
  expect(look(calling, 11 * MINUTE_MS, 120)).toBe(120);
  expect(look(calling, 12 * MINUTE_MS, 144)).toBe(144);
  expect(look(calling, 13 * MINUTE_MS, 0, { share: 0.5 })).toBe(100);
  expect(look(calling, 14 * MINUTE_MS, 0)).toBe(Number.POSITIVE_INFINITY);
  expect(look(calling, 15 * MINUTE_MS, 0)).toBe(172);
});

it("a grant's end leaves what was started in the last minutes to grow from", () => {
  const look = lookAt();
  const lifts = { cpuQuota: { grantId: 'grant_1', policy: 1 } };
  look(useCase, 9 * MINUTE_MS);
  look(calling, 10 * MINUTE_MS, 1_000, { lifts });
  look(calling, 11 * MINUTE_MS, 200, { lifts });
  expect(look(calling, 12 * MINUTE_MS, 0, { lifts })).toBe(1_200);
  expect(look(calling, 12.5 * MINUTE_MS, 0)).toBe(240);
});
