import type { CapacityQuery, CapacitySortKey } from '@leeway/domain/report-query';
import type { CapacityReport, CapacityRow, PoolPoint, PoolUsage, ReportExport } from '@leeway/domain/sharing-views';
import type { ChartWindow } from '@leeway/domain/views';
import { capacityRows } from './capacity-rows.ts';
import { decidePeriod } from './period-window.ts';
import { type CapacityUses, readCapacityUses } from './read-capacity-uses.ts';
import { readEngineVoice } from './read-engine-voice.ts';
import { readReportedGrants } from './read-reported-grants.ts';
import { chooseRows, type SortValues, showRows } from './show-rows.ts';
import { readPoolUsage } from './sql/read-pool-usage.ts';
import { readStoreTime, type Store } from './store-time.ts';

interface PoolRow {
  readonly at: number;
  readonly slot_ms: number;
  readonly busy_slot_ms: number;
  readonly cpu_capacity_ms: number;
  readonly cpu_ms: number;
  readonly opportunistic_cpu_ms: number;
}

const SORT_VALUES: SortValues<CapacityRow, CapacitySortKey> = {
  name: (row) => row.name,
  team: (row) => row.team,
  cpu: (row) => row.cpuMs,
  pool: (row) => row.poolShare,
  quota: (row) => row.quotaShare,
  received: (row) => row.receivedCount,
  executed: (row) => row.executedCount,
  share: (row) => row.executedShare,
};

/** What the pool had and used in a period, over everybody, and a page of what each use case or team asked for had of it. */
export async function readCapacityReport(store: Store, query: CapacityQuery): Promise<CapacityReport> {
  const voice = await readEngineVoice(store);
  const window = decidePeriod(query.period, voice.asOf);
  const points = await readPool(store, window);
  const uses = await readCapacityUses(store, window.fromAt);
  const grants = await readReportedGrants(store, window);
  const pool = sumPool(points);
  const rows = capacityRows(uses.busy, query.by, periodOf(window, pool));
  const totals = { ...pool, ...countUses(uses) };
  return {
    ...{ ...voice, period: query.period, window, grants, points, totals },
    uses: showRows(rows, query, SORT_VALUES),
  };
}

/** Every row that the query's filter leaves, in its order. */
export async function exportCapacity(store: Store, query: CapacityQuery): Promise<ReportExport<CapacityRow>> {
  const asOf = await readStoreTime(store);
  const window = decidePeriod(query.period, asOf);
  const pool = sumPool(await readPool(store, window));
  const { busy } = await readCapacityUses(store, window.fromAt);
  return { asOf, window, rows: chooseRows(capacityRows(busy, query.by, periodOf(window, pool)), query, SORT_VALUES) };
}

async function readPool(store: Store, { stepMs, fromAt }: ChartWindow): Promise<PoolPoint[]> {
  const { rows } = await store.query<PoolRow>({ ...readPoolUsage, values: [stepMs, fromAt] });
  return rows.map(viewPoint);
}

const periodOf = ({ fromAt, toAt }: ChartWindow, { cpuCapacityMs }: PoolUsage) => ({
  lengthMs: toAt - fromAt,
  cpuCapacityMs,
});

function countUses({ busy, idleCount }: CapacityUses) {
  return {
    receivedCount: busy.reduce((sum, use) => sum + use.submittedCount, 0),
    executedCount: busy.reduce((sum, use) => sum + use.doneCount, 0),
    busyCount: busy.length,
    idleCount,
  };
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
