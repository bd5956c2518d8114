import type { CapacityWorld } from './dispatcher-event.ts';

/** A pool that limits nobody. */
export const OPEN_CAPACITY: CapacityWorld = {
  pool: { slotCount: 4, cpuCount: 4, memoryMb: 1_048_576 },
  limitsOf: () => ({ share: 1, cpuPerSecond: null, concurrency: null }),
  criticalityFloor: () => null,
  findDownstream: () => undefined,
  foreignSignals: () => 0,
};
