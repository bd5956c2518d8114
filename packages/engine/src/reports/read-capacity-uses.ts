import type { QuotaKind } from '@leeway/domain/quota-kind';
import type { CapacityUse } from '@leeway/domain/sharing-views';
import { readCapacityUse } from './sql/read-capacity-use.ts';
import type { Store } from './store-time.ts';

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
  readonly granted_cpu_ms: number | null;
}

export interface CapacityUses {
  /** Those that had anything to do, by name. */
  readonly busy: readonly CapacityUse[];
  readonly idleCount: number;
}

/** What each use case did since `fromAt` (the beginning of a minute). */
export async function readCapacityUses(store: Store, fromAt: number): Promise<CapacityUses> {
  const { rows } = await store.query<UseRow>({ ...readCapacityUse, values: [fromAt] });
  const busy = rows.map(viewUse).filter(isBusy);
  return { busy, idleCount: rows.length - busy.length };
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
    grantedCpuMs: row.granted_cpu_ms ?? 0,
  };
}

function isBusy({ submittedCount, doneCount, deadCount, cancelledCount, cpuMs }: CapacityUse): boolean {
  return submittedCount + doneCount + deadCount + cancelledCount + cpuMs > 0;
}
