import type { Criticality } from '@leeway/domain/criticality';
import { MINUTE_MS } from '@leeway/domain/units';
import type { UseCaseSummary } from '@leeway/domain/views';
import { COARSE_STEP_MS, FINE_STEP_MS, stepOf } from './chart-window.ts';
import { readCriticalityFloor } from './sql/read-criticality-floor.ts';
import { readRecentUsage } from './sql/read-recent-usage.ts';
import { readStoreTime, type Store } from './store-time.ts';
import { type SummaryRow, summarise } from './summarise-use-case.ts';

const RECENT_MS = 5 * MINUTE_MS;
const TREND_STEP_COUNT = 15;

export interface UseCaseSummaries {
  readonly asOf: number;
  readonly rows: readonly UseCaseSummary[];
}

/** Every registered use case with its last 5 minutes, by name. */
export async function readUseCaseSummaries(store: Store): Promise<UseCaseSummaries> {
  const asOf = await readStoreTime(store);
  const recentFromAt = stepOf(asOf - RECENT_MS, FINE_STEP_MS);
  const trendFromAt = stepOf(asOf, COARSE_STEP_MS) - (TREND_STEP_COUNT - 1) * COARSE_STEP_MS;
  const floor = await readFloor(store);
  const { rows } = await store.query<SummaryRow>({ ...readRecentUsage, values: [recentFromAt, trendFromAt] });
  const trendAxis = Array.from({ length: TREND_STEP_COUNT }, (_, index) => trendFromAt + index * COARSE_STEP_MS);
  const recentSeconds = (asOf - recentFromAt) / 1_000;
  return { asOf, rows: rows.map((row) => summarise(row, { floor, recentSeconds, trendAxis })) };
}

async function readFloor(store: Store): Promise<Criticality | null> {
  const { rows } = await store.query<{ criticality_floor: Criticality }>(readCriticalityFloor);
  return rows[0]?.criticality_floor ?? null;
}
