import type { Criticality } from '@leeway/domain/criticality';
import { MINUTE_MS } from '@leeway/domain/units';
import { COARSE_STEP_MS, FINE_STEP_MS, stepOf } from './chart-window.ts';
import { readCriticalityFloor } from './sql/read-criticality-floor.ts';
import { readRecentUsage } from './sql/read-recent-usage.ts';
import { readStoreTime, type Store } from './store-time.ts';
import { type SummaryRow, summarise, type UseCaseFigures } from './summarise-use-case.ts';

const RECENT_MS = 5 * MINUTE_MS;

export interface AllFigures {
  readonly asOf: number;
  readonly rows: readonly UseCaseFigures[];
}

/** Every registered use case with its last 5 minutes, by name. */
export async function readUseCaseFigures(store: Store): Promise<AllFigures> {
  const asOf = await readStoreTime(store);
  const floor = await readFloor(store);
  const { rows } = await store.query<SummaryRow>({ ...readRecentUsage, values: recentWindow(asOf) });
  const recentMs = asOf - recentWindow(asOf)[0];
  return { asOf, rows: rows.map((row) => summarise(row, { floor, recentMs })) };
}

/** The beginning of the last minutes, and the first whole minute in them. */
export function recentWindow(asOf: number): [number, number] {
  const fromAt = stepOf(asOf - RECENT_MS, FINE_STEP_MS);
  return [fromAt, stepOf(fromAt + COARSE_STEP_MS - FINE_STEP_MS, COARSE_STEP_MS)];
}

/** Of the incident mode in force; null: none. */
export async function readFloor(store: Store): Promise<Criticality | null> {
  const { rows } = await store.query<{ criticality_floor: Criticality }>(readCriticalityFloor);
  return rows[0]?.criticality_floor ?? null;
}
