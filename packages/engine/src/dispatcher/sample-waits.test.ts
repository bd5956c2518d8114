import { expect, it } from 'vitest';
import type { UseCaseEntry } from '../registry/entries.ts';
import { NO_LIMITS } from '../registry/no-limits.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { DispatcherEvent, DispatcherWorld } from './dispatcher-event.ts';
import { createDispatcherState } from './dispatcher-state.ts';
import { OPEN_CAPACITY } from './open-capacity.ts';
import { stepDispatcher } from './step-dispatcher.ts';

const entry = (no: number, name: string, memoryLimitMb: number) =>
  ({ no, name, ...NO_LIMITS, criticality: 'normal', memoryLimitMb, maxAttempts: 1 }) as UseCaseEntry;
const ENTRIES = [entry(1, 'small', 64), entry(2, 'large', 512), entry(3, 'waits', 256)];

/** What the third use case waits for, where the others hold what there is of it. */
function waitWith(pool: { readonly slotCount: number; readonly memoryMb: number }) {
  const state = createDispatcherState();
  const step = (event: DispatcherEvent, now: number) => {
    const world: DispatcherWorld = {
      ...{ now, storeNow: now, random: () => 0, unsettledCount: 0, epochOf: () => 1 },
      findUseCase: (no) => ENTRIES[no - 1],
      capacity: { ...OPEN_CAPACITY, pool: { ...pool, cpuCount: 8 } },
    };
    return stepDispatcher(state, event, world);
  };
  for (let slot = 0; slot < pool.slotCount; slot++) step({ kind: 'slotFreed', slot, memoryLimitMb: 0 }, 0);
  for (const [tie, useCaseNo] of [1, 1, 2, 3].entries()) {
    step({ kind: 'arrived', jobs: [sampleJob(tie + 1, { useCaseNo, availableAt: 0 })] }, 0);
    step({ kind: 'dispatch' }, 0);
  }
  const sampled = step({ kind: 'tick' }, 1_000).find((effect) => effect.kind === 'sampled');
  const [wait] = sampled?.kind === 'sampled' ? sampled.sample.waits : [];
  const reading = wait?.reason.readings.find(({ gate }) => gate === wait.reason.gate);
  return { useCaseNo: wait?.useCaseNo, ...reading };
}

it('says of who waits for memory how much of it the others hold', () => {
  expect(waitWith({ slotCount: 8, memoryMb: 700 })).toMatchObject({
    ...{ useCaseNo: 3, gate: 'memory', used: 640, limit: 700, unit: 'MiB' },
    holders: [
      { useCase: 'large', amount: 512 },
      { useCase: 'small', amount: 128 },
    ],
  });
});

it('says of who waits for its turn how many slots the others hold', () => {
  expect(waitWith({ slotCount: 3, memoryMb: 10_000 })).toMatchObject({
    ...{ useCaseNo: 3, gate: 'turn', used: 3, limit: 3, unit: 'slots' },
    holders: [
      { useCase: 'small', amount: 2 },
      { useCase: 'large', amount: 1 },
    ],
  });
});
