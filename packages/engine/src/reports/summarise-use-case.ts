import type { Criticality } from '@leeway/domain/criticality';
import type { Runtime } from '@leeway/domain/runtime';
import type { UseCaseSummary } from '@leeway/domain/views';
import { isBelow } from '../capacity/gates.ts';
import { delayQuantiles, type SketchColumns, sketchOf } from './usage-series.ts';

/** A row of the statement `read-recent-usage`; null where the use case had no such usage. */
export interface SummaryRow extends SketchColumns {
  readonly name: string;
  readonly team: string;
  readonly runtime: Runtime;
  readonly handler: string | null;
  readonly criticality: Criticality;
  readonly delay_tolerance_ms: number;
  readonly is_paused: boolean;
  readonly submitted_count: number | null;
  readonly done_count: number | null;
  readonly failed_count: number | null;
  readonly late_count: number | null;
  readonly trend_at: readonly number[] | null;
  readonly trend_done: readonly number[] | null;
  readonly submitted_ever: number | null;
  readonly done_ever: number | null;
  readonly dead_ever: number | null;
  readonly cancelled_ever: number | null;
  readonly redriven_ever: number | null;
  readonly delayed_in_ever: number | null;
  readonly delayed_out_ever: number | null;
}

export interface SummaryTimes {
  /** Of the incident mode in force; null: none. */
  readonly floor: Criticality | null;
  readonly recentSeconds: number;
  /** Beginnings of the trend's steps, ascending. */
  readonly trendAxis: readonly number[];
}

export function summarise(row: SummaryRow, { floor, recentSeconds, trendAxis }: SummaryTimes): UseCaseSummary {
  const sketch = sketchOf(row);
  const trend = new Map((row.trend_at ?? []).map((at, index) => [at, row.trend_done?.[index] ?? 0]));
  return {
    name: row.name,
    team: row.team,
    runtime: row.runtime,
    handler: row.handler,
    criticality: row.criticality,
    delayToleranceMs: row.delay_tolerance_ms,
    isPaused: row.is_paused,
    isHeld: isBelow(row.criticality, floor),
    submittedPerSecond: (row.submitted_count ?? 0) / recentSeconds,
    donePerSecond: (row.done_count ?? 0) / recentSeconds,
    failedCount: row.failed_count ?? 0,
    lateCount: row.late_count ?? 0,
    startedCount: [...sketch.values()].reduce((sum, count) => sum + count, 0),
    ...delayQuantiles(sketch),
    ...backlogNow(row),
    doneTrend: trendAxis.map((at) => trend.get(at) ?? 0),
  };
}

function backlogNow(row: SummaryRow) {
  const deadCount = (row.dead_ever ?? 0) - (row.redriven_ever ?? 0);
  const open = (row.submitted_ever ?? 0) - (row.done_ever ?? 0) - deadCount - (row.cancelled_ever ?? 0);
  const delayedCount = Math.max(0, (row.delayed_in_ever ?? 0) - (row.delayed_out_ever ?? 0));
  return { readyCount: Math.max(0, open - delayedCount), delayedCount, deadCount };
}
