import { type Buckets, mergeInto, quantilesOf } from '@leeway/domain/distribution';
import type { BacklogCounts, ChartPoint, ChartWindow, DelayQuantiles, UsageCounts } from '@leeway/domain/views';
import { axisOf } from './chart-window.ts';

/** Counts of one row of usage, as the statements in sql/ name them. */
export interface CountColumns {
  readonly submitted_count: number;
  readonly done_count: number;
  readonly failed_count: number;
  readonly dead_count: number;
  readonly late_count: number;
  readonly lost_lease_count: number;
  readonly cancelled_count: number;
  readonly redriven_count: number;
  readonly refused_count: number;
  readonly delayed_in_count: number;
  readonly delayed_out_count: number;
  readonly cpu_ms: number;
  readonly run_ms: number;
}

export interface SketchColumns {
  readonly delay_buckets: readonly number[] | null;
  readonly delay_counts: readonly number[] | null;
}

/** `at`: beginning of a step; null: since the beginning of the tier. */
export interface UsageRow extends CountColumns, SketchColumns {
  readonly at: number | null;
}

export interface UsageSeries {
  readonly points: readonly ChartPoint[];
  readonly backlog: BacklogCounts;
  readonly totals: UsageCounts & DelayQuantiles;
}

const QUANTILES = [0.5, 0.95, 0.99] as const;

export function sketchOf({ delay_buckets, delay_counts }: SketchColumns): Buckets {
  const buckets: Buckets = new Map();
  mergeInto(
    buckets,
    (delay_buckets ?? []).map((bucket, index) => [bucket, delay_counts?.[index] ?? 0] as const),
  );
  return buckets;
}

export function delayQuantiles(buckets: Buckets): DelayQuantiles {
  const [p50Ms = null, p95Ms = null, p99Ms = null] = quantilesOf(buckets, QUANTILES);
  return { p50Ms, p95Ms, p99Ms };
}

/**
 * The chart of a window. Empty steps are filled. The backlog line is computed backwards from the exact totals: what is
 * there now, less what came and plus what went after the step's end. Percentiles of the whole come from merged sketches.
 */
export function buildSeries(window: ChartWindow, rows: readonly UsageRow[]): UsageSeries {
  const steps = new Map(rows.map((row) => [row.at, row]));
  const sinceEver = steps.get(null);
  const axis = axisOf(window);
  const shown = axis.map((at) => steps.get(at)).filter((row) => row !== undefined);
  const merged: Buckets = new Map();
  for (const row of shown) mergeInto(merged, sketchOf(row));
  return {
    points: withBacklog(axis, steps),
    backlog: backlogOf(sinceEver),
    totals: { ...sumCounts(shown), ...delayQuantiles(merged) },
  };
}

function withBacklog(axis: readonly number[], steps: ReadonlyMap<number | null, UsageRow>): ChartPoint[] {
  const last = axis.at(-1) ?? 0;
  let backlog = growthOf(steps.get(null));
  for (const [at, row] of steps) if (at !== null && at > last) backlog -= growthOf(row);
  const points: ChartPoint[] = [];
  for (const at of axis.toReversed()) {
    const row = steps.get(at);
    points.push(toPoint(at, row, Math.max(0, backlog)));
    backlog -= growthOf(row);
  }
  return points.reverse();
}

function toPoint(at: number, row: UsageRow | undefined, backlogCount: number): ChartPoint {
  const quantiles = delayQuantiles(row === undefined ? new Map() : sketchOf(row));
  return { at, ...sumCounts(row === undefined ? [] : [row]), ...quantiles, backlogCount };
}

/** By how much a stretch made the backlog larger. */
function growthOf(row: CountColumns | undefined): number {
  if (row === undefined) return 0;
  return row.submitted_count + row.redriven_count - row.done_count - row.dead_count - row.cancelled_count;
}

/** Where the jobs are now, from totals since the beginning. */
function backlogOf(sinceEver: CountColumns | undefined): BacklogCounts {
  if (sinceEver === undefined) return { readyCount: 0, delayedCount: 0, deadCount: 0 };
  const delayed = sinceEver.delayed_in_count - sinceEver.delayed_out_count;
  return {
    readyCount: Math.max(0, growthOf(sinceEver) - delayed),
    delayedCount: Math.max(0, delayed),
    deadCount: sinceEver.dead_count - sinceEver.redriven_count,
  };
}

function sumCounts(rows: readonly CountColumns[]): UsageCounts {
  const sum = (name: keyof CountColumns) => rows.reduce((total, row) => total + row[name], 0);
  return {
    submittedCount: sum('submitted_count'),
    doneCount: sum('done_count'),
    failedCount: sum('failed_count'),
    deadCount: sum('dead_count'),
    lateCount: sum('late_count'),
    lostLeaseCount: sum('lost_lease_count'),
    cancelledCount: sum('cancelled_count'),
    redrivenCount: sum('redriven_count'),
    refusedCount: sum('refused_count'),
    cpuMs: sum('cpu_ms'),
    runMs: sum('run_ms'),
  };
}
