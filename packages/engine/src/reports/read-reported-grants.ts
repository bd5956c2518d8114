import { MAX_REPORTED, type ReportedGrant } from '@leeway/domain/sharing-views';
import type { ChartWindow } from '@leeway/domain/views';
import { readReportedGrants as statement } from './sql/read-reported-grants.ts';
import type { Store } from './store-time.ts';

interface GrantRow {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly cpu_ms: number;
  readonly submitted_count: number;
  readonly slot_ms: number;
  readonly waiter_count: number;
}

/** The burst grants that were in force in a period, those that took most of the pool first. */
export async function readReportedGrants(
  store: Store,
  { fromAt, toAt }: Pick<ChartWindow, 'fromAt' | 'toAt'>,
): Promise<ReportedGrant[]> {
  const { rows } = await store.query<GrantRow>({ ...statement, values: [fromAt, toAt, MAX_REPORTED] });
  return rows.map((row) => ({
    id: row.id,
    useCase: row.name,
    team: row.team,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    cpuMs: row.cpu_ms,
    submittedCount: Math.max(0, row.submitted_count),
    slotMs: row.slot_ms,
    waiterCount: row.waiter_count,
  }));
}
