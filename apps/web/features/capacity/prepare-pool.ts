import type { PoolPoint } from '@leeway/domain/sharing-views';
import { SECOND_MS } from '@leeway/domain/units';
import type { ChartWindow } from '@leeway/domain/views';
import type { ChartRow } from '#features/charts/prepare-series.ts';

/** Engines write each five seconds: a step that has run for less than some of those says nothing yet. */
const LEAST_ELAPSED_MS = 20 * SECOND_MS;

interface PoolRows {
  /** In slots: busy, idle. */
  readonly slots: readonly ChartRow[];
  /** In cores: reserved, opportunistic, idle. */
  readonly cpu: readonly ChartRow[];
}

/** Means of each step. A step in which no engine spoke has no values, which is not zero. */
export function preparePool(points: readonly PoolPoint[], { fromAt, toAt, stepMs }: ChartWindow): PoolRows {
  const known = new Map(points.map((point) => [point.at, point]));
  const count = Math.max(0, Math.ceil((toAt - fromAt) / stepMs));
  const slots: ChartRow[] = [];
  const cpu: ChartRow[] = [];
  for (let index = 0; index < count; index++) {
    const at = fromAt + index * stepMs;
    const elapsedMs = Math.min(stepMs, toAt - at);
    const place = { at: at + stepMs / 2, fromAt: at, toAt: at + elapsedMs };
    const point = elapsedMs < LEAST_ELAPSED_MS ? undefined : known.get(at);
    slots.push({ ...slotsOf(point, elapsedMs), ...place });
    cpu.push({ ...cpuOf(point, elapsedMs), ...place });
  }
  return { slots, cpu };
}

function slotsOf(point: PoolPoint | undefined, elapsedMs: number) {
  if (point === undefined) return { busy: null, idle: null };
  const { slotMs, busySlotMs } = point;
  return { busy: busySlotMs / elapsedMs, idle: Math.max(0, slotMs - busySlotMs) / elapsedMs };
}

function cpuOf(point: PoolPoint | undefined, elapsedMs: number) {
  if (point === undefined) return { reserved: null, opportunistic: null, idle: null };
  const { cpuMs, opportunisticCpuMs, cpuCapacityMs } = point;
  return {
    reserved: Math.max(0, cpuMs - opportunisticCpuMs) / elapsedMs,
    opportunistic: opportunisticCpuMs / elapsedMs,
    idle: Math.max(0, cpuCapacityMs - cpuMs) / elapsedMs,
  };
}
