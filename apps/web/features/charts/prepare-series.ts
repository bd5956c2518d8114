import type { ChartPoint, ChartWindow } from '@leeway/domain/views';

/** One place on the time axis: the middle of its step, where the values stand. */
export type ChartRow = { readonly at: number; readonly fromAt: number; readonly toAt: number } & Readonly<
  Record<string, number | null>
>;

/** A step that has run for less than this says nothing about a rate yet. */
const LEAST_ELAPSED_MS = 2_000;

/** Points by the beginning of their step; every step of the window is there, the empty ones as null. */
function stepsOf(points: readonly ChartPoint[], { fromAt, toAt, stepMs }: ChartWindow) {
  const known = new Map(points.map((point) => [point.at, point]));
  const firstAt = points[0]?.at ?? Math.floor(fromAt / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((toAt - firstAt) / stepMs));
  return Array.from({ length: count }, (_, index) => {
    const at = firstAt + index * stepMs;
    return { at, point: known.get(at) ?? null };
  });
}

type ReadPoint = (point: ChartPoint, elapsedMs: number) => Record<string, number | null>;

function rowsOf(points: readonly ChartPoint[], window: ChartWindow, read: ReadPoint): ChartRow[] {
  const { stepMs, toAt } = window;
  return stepsOf(points, window).map(({ at, point }) => {
    const elapsedMs = Math.min(stepMs, toAt - at);
    const values = point === null ? {} : read(point, elapsedMs);
    return { ...values, at: at + stepMs / 2, fromAt: at, toAt: at + elapsedMs };
  });
}

/** Quantiles of the delay of jobs that started in each step, in ms; null where none did. */
export function prepareDelay(points: readonly ChartPoint[], window: ChartWindow): ChartRow[] {
  return rowsOf(points, window, ({ p50Ms, p95Ms, p99Ms }) => ({ p50: p50Ms, p95: p95Ms, p99: p99Ms }));
}

/** Per second; the step that is still filling is divided by the time it has run. */
export function prepareRates(points: readonly ChartPoint[], window: ChartWindow): ChartRow[] {
  return rowsOf(points, window, (point, elapsedMs) => {
    const perSecond = (count: number) => (elapsedMs < LEAST_ELAPSED_MS ? null : (count * 1_000) / elapsedMs);
    return {
      submitted: perSecond(point.submittedCount),
      done: perSecond(point.doneCount),
      failed: perSecond(point.failedCount),
      refused: perSecond(point.refusedCount),
    };
  });
}

/** Jobs neither done nor dead at the end of each step. */
export function prepareBacklog(points: readonly ChartPoint[], window: ChartWindow): ChartRow[] {
  return rowsOf(points, window, ({ backlogCount }) => ({ backlog: backlogCount }));
}

/** The last value that was measured, and the span of all, for the text beside a chart. */
export function describeSeries(rows: readonly ChartRow[], key: string) {
  const values = rows.map((row) => row[key]).filter((value): value is number => typeof value === 'number');
  if (values.length === 0) return null;
  return { min: Math.min(...values), max: Math.max(...values), last: values.at(-1) ?? 0 };
}

/** Rows whose value has no neighbour to draw a line to: they need a dot to be seen. */
export function lonelyRows(rows: readonly ChartRow[], key: string): ReadonlySet<number> {
  const has = (index: number) => typeof rows[index]?.[key] === 'number';
  return new Set(rows.flatMap((row, index) => (has(index) && !has(index - 1) && !has(index + 1) ? [row.at] : [])));
}

/** All values of the series, for an axis that holds them. */
export function valuesOf(rows: readonly ChartRow[], series: readonly { readonly key: string }[]): number[] {
  return rows.flatMap((row) =>
    series.map(({ key }) => row[key]).filter((value): value is number => typeof value === 'number'),
  );
}
