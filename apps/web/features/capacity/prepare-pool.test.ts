import { expect, it } from 'vitest';
import { preparePool } from './prepare-pool.ts';

const MINUTE = 60_000;
const window = { fromAt: 0, toAt: 3 * MINUTE + 30_000, stepMs: MINUTE };
const point = {
  slotMs: 120_000,
  busySlotMs: 90_000,
  cpuCapacityMs: 240_000,
  cpuMs: 60_000,
  opportunisticCpuMs: 15_000,
};

it('means of a whole step, and of one that still runs', () => {
  const half = { slotMs: 60_000, busySlotMs: 30_000, cpuCapacityMs: 120_000, cpuMs: 30_000, opportunisticCpuMs: 0 };
  const { slots, cpu } = preparePool(
    [
      { at: MINUTE, ...point },
      { at: 3 * MINUTE, ...half },
    ],
    window,
  );
  expect(slots.map(({ busy, idle }) => [busy, idle])).toEqual([
    [null, null],
    [1.5, 0.5],
    [null, null],
    [1, 1],
  ]);
  expect(cpu.map(({ reserved, opportunistic, idle }) => [reserved, opportunistic, idle])).toEqual([
    [null, null, null],
    [0.75, 0.25, 3],
    [null, null, null],
    [1, 0, 3],
  ]);
});

it('has nothing to say of a step that has just begun, and no negative idleness', () => {
  const busy = { ...point, busySlotMs: 130_000, cpuMs: 300_000 };
  const { slots, cpu } = preparePool(
    [
      { at: 0, ...busy },
      { at: MINUTE, ...point },
    ],
    { ...window, toAt: MINUTE + 5_000 },
  );
  expect(slots.map(({ idle }) => idle)).toEqual([0, null]);
  expect(cpu.map(({ idle }) => idle)).toEqual([0, null]);
});
