import type { ChartPoint, DelayQuantiles, UsageCounts } from '@leeway/domain/views';

/** What a stretch of time counts in which nothing happened. */
export const NOTHING: UsageCounts & DelayQuantiles = {
  submittedCount: 0,
  doneCount: 0,
  failedCount: 0,
  deadCount: 0,
  lateCount: 0,
  lostLeaseCount: 0,
  cancelledCount: 0,
  redrivenCount: 0,
  refusedCount: 0,
  cpuMs: 0,
  runMs: 0,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
};

export const point = (at: number, more: Partial<ChartPoint> = {}): ChartPoint => ({
  at,
  ...NOTHING,
  backlogCount: 0,
  ...more,
});
