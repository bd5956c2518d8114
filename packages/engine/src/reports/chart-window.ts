import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { ChartWindow } from '@leeway/domain/views';

export const FINE_STEP_MS = 10 * SECOND_MS;
export const COARSE_STEP_MS = MINUTE_MS;
/** Ranges up to this are shown in fine steps. */
const FINE_RANGE_MS = 30 * MINUTE_MS;
/** Fine steps are trusted this far back; accounting keeps them longer. */
const FINE_KEPT_MS = 2 * HOUR_MS;

export interface WindowRequest {
  readonly rangeMs: number;
  /** End of the range; absent: the store's now. */
  readonly toAt?: number | undefined;
}

/** The step that can tell about everything since an instant. */
export function stepSince(sinceAt: number, now: number): number {
  return now - sinceAt <= FINE_KEPT_MS ? FINE_STEP_MS : COARSE_STEP_MS;
}

/** Beginning of the step that holds an instant. */
export function stepOf(at: number, stepMs: number): number {
  return Math.floor(at / stepMs) * stepMs;
}

/** The window that a request means at the store's `now`: it begins at a whole step and never ends in the future. */
export function decideWindow({ rangeMs, toAt }: WindowRequest, now: number): ChartWindow {
  const end = Math.min(toAt ?? now, now);
  const start = Math.max(0, end - rangeMs);
  const stepMs = rangeMs <= FINE_RANGE_MS ? stepSince(start, now) : COARSE_STEP_MS;
  return { fromAt: stepOf(start, stepMs), toAt: end, stepMs };
}

/** End of the step that holds the window's last moment. */
export function endOfAxis({ toAt, stepMs }: ChartWindow): number {
  return Math.ceil(toAt / stepMs) * stepMs;
}

/** Beginnings of all steps, ascending. */
export function axisOf(window: ChartWindow): number[] {
  const count = Math.max(0, (endOfAxis(window) - window.fromAt) / window.stepMs);
  return Array.from({ length: count }, (_, index) => window.fromAt + index * window.stepMs);
}
