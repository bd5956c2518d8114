import type { QuotaKind } from '@leeway/domain/quota-kind';
import type { CapacityReport, CapacityUse, PoolPoint, PoolUsage, ReportPeriod } from '@leeway/domain/sharing-views';
import { decidePeriod } from './period-window.ts';
import { readEngineVoice } from './read-engine-voice.ts';
import { readReportedGrants } from './read-reported-grants.ts';
import { readCapacityUse } from './sql/read-capacity-use.ts';
import { readPoolUsage } from './sql/read-pool-usage.ts';
import type { Store } from './store-time.ts';

interface PoolRow {
  readonly at: number;
  readonly slot_ms: number;
  readonly busy_slot_ms: number;
  readonly cpu_capacity_ms: number;
  readonly cpu_ms: number;
  readonly opportunistic_cpu_ms: number;
}

/** Counts are null where nothing happened. */
interface UseRow {
  readonly name: string;
  readonly team: string;
  readonly quota_kind: QuotaKind;
  readonly cpu_quota_ms_per_second: number | null;
  readonly submitted_count: number | null;
  readonly done_count: number | null;
  readonly dead_count: number | null;
  readonly cancelled_count: number | null;
  readonly cpu_ms: number | null;
}

/** What the pool had and used in a period, and what each use case had of it. */
export async function readCapacityReport(store: Store, period: ReportPeriod): Promise<CapacityReport> {
  const voice = await readEngineVoice(store);
  const window = decidePeriod(period, voice.asOf);
  const pool = await store.query<PoolRow>({ ...readPoolUsage, values: [window.stepMs, window.fromAt] });
  const uses = await store.query<UseRow>({ ...readCapacityUse, values: [window.fromAt] });
  const grants = await readReportedGrants(store, window);
  const points = pool.rows.map(viewPoint);
  const useCases = uses.rows.map(viewUse).filter(isBusy);
  const idleCount = uses.rows.length - useCases.length;
  return { ...voice, period, window, grants, points, totals: sumPool(points), useCases, idleCount };
}

function viewPoint(row: PoolRow): PoolPoint {
  return {
    at: row.at,
    slotMs: row.slot_ms,
    busySlotMs: row.busy_slot_ms,
    cpuCapacityMs: row.cpu_capacity_ms,
    cpuMs: row.cpu_ms,
    opportunisticCpuMs: row.opportunistic_cpu_ms,
  };
}

function viewUse(row: UseRow): CapacityUse {
  return {
    name: row.name,
    team: row.team,
    quotaKind: row.quota_kind,
    cpuQuotaMsPerSecond: row.cpu_quota_ms_per_second,
    submittedCount: row.submitted_count ?? 0,
    doneCount: row.done_count ?? 0,
    deadCount: row.dead_count ?? 0,
    cancelledCount: row.cancelled_count ?? 0,
    cpuMs: row.cpu_ms ?? 0,
  };
}

function isBusy({ submittedCount, doneCount, deadCount, cancelledCount, cpuMs }: CapacityUse): boolean {
  return submittedCount + doneCount + deadCount + cancelledCount + cpuMs > 0;
}

function sumPool(points: readonly PoolUsage[]): PoolUsage {
  const sum = (name: keyof PoolUsage) => points.reduce((total, point) => total + point[name], 0);
  return {
    slotMs: sum('slotMs'),
    busySlotMs: sum('busySlotMs'),
    cpuCapacityMs: sum('cpuCapacityMs'),
    cpuMs: sum('cpuMs'),
    opportunisticCpuMs: sum('opportunisticCpuMs'),
  };
}
