import { expect, it } from 'vitest';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { DispatcherEvent, DispatcherWorld } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';
import { stepDispatcher } from './step-dispatcher.ts';

const SLOTS = 32;

it('gives a use case of which nobody knows anything a quarter of the pool, and looks again once a second', () => {
  const state = createDispatcherState();
  let now = 0;
  const step = (event: DispatcherEvent) => {
    const world: DispatcherWorld = {
      ...{ now, storeNow: now, random: () => 0, unsettledCount: 0, epochOf: () => 1 },
      findUseCase: (no) => ({ no, ...NO_LIMITS, criticality: 'normal', memoryLimitMb: 1 }) as UseCaseEntry,
      capacity: { ...OPEN_CAPACITY, pool: { slotCount: SLOTS, cpuCount: SLOTS, memoryMb: 1e9 } },
    };
    return stepDispatcher(state, event, world).flatMap((effect) => (effect.kind === 'run' ? [effect] : []));
  };
  const submit = (useCaseNo: number, count: number) =>
    step({
      kind: 'arrived',
      jobs: Array.from({ length: count }, (_, tie) => sampleJob(tie, { useCaseNo, availableAt: 0 })),
    });
  for (let slot = 0; slot < SLOTS; slot++) step({ kind: 'slotFreed', slot, memoryLimitMb: 0 });
  submit(1, 40);
  const first = step({ kind: 'dispatch' });
  expect(first).toHaveLength(SLOTS / 4);
  submit(2, 3);
  expect(step({ kind: 'dispatch' })).toHaveLength(3);

  // One ends after a minute: from then on it is known to stay long, and others left slots idle.
  now = 60_000;
  const [ended] = first;
  const result = { place: 0, startedAt: 0, endedAt: now, runMs: now, cpuMs: 1, memoryMb: 1, failure: null };
  step({ kind: 'reported', results: (ended?.bundle.leases ?? []).map((lease) => ({ lease, result })) });
  step({ kind: 'tick' });
  expect(step({ kind: 'dispatch' }).length).toBeGreaterThan(10);
});
