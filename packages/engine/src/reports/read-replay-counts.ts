import type { ReplayCounts } from '@leeway/domain/views';
import { stepOf, stepSince } from './chart-window.ts';
import { readReplayCounts as statement } from './sql/read-replay-counts.ts';
import { readStoreTime, type Store } from './store-time.ts';
import { type SketchColumns, sketchOf } from './usage-series.ts';

export interface ReplayCountsRequest {
  readonly names: readonly string[];
  /** Counted from the beginning of the 10-second step that holds it; of the minute, once that is hours ago. */
  readonly sinceAt: number;
}

interface CountsRow extends SketchColumns {
  readonly name: string;
  readonly submitted_count: number | null;
  readonly done_count: number | null;
  readonly failed_count: number | null;
  readonly dead_count: number | null;
  readonly cancelled_count: number | null;
  readonly late_count: number | null;
  readonly cpu_ms: number | null;
}

/** By name; names that are not registered are left out. */
export async function readReplayCounts(store: Store, request: ReplayCountsRequest): Promise<ReplayCounts[]> {
  const now = await readStoreTime(store);
  const stepMs = stepSince(request.sinceAt, now);
  const values = [request.names, stepMs, stepOf(request.sinceAt, stepMs)];
  const { rows } = await store.query<CountsRow>({ ...statement, values });
  return rows.map((row) => ({
    name: row.name,
    submittedCount: row.submitted_count ?? 0,
    doneCount: row.done_count ?? 0,
    failedCount: row.failed_count ?? 0,
    deadCount: row.dead_count ?? 0,
    cancelledCount: row.cancelled_count ?? 0,
    lateCount: row.late_count ?? 0,
    cpuMs: row.cpu_ms ?? 0,
    delayBuckets: [...sketchOf(row)],
  }));
}
