import type { GrantUsed, GrantWaiter } from '@leeway/domain/capacity-views';
import { readGrantUse as useStatement } from './sql/read-grant-use.ts';
import { readGrantWaiters as waitersStatement } from './sql/read-grant-waiters.ts';
import type { Store } from './store-time.ts';

/** Of more nobody reads them all. */
const MAX_WAITERS = 50;

interface UseRow {
  readonly grant_id: string;
  readonly cpu_ms: number;
  readonly submitted_count: number;
  readonly job_ms: number;
  readonly slot_ms: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly waiter_count: number;
}

interface WaiterRow {
  readonly name: string;
  readonly team: string;
  readonly slot_ms: number;
  readonly held_up_ms: number;
}

export interface GrantUseRead {
  readonly used: GrantUsed;
  readonly waiterCount: number;
}

/** What was used of each of these grants, by id; those of which nothing was are left out. */
export async function readGrantUse(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, GrantUseRead>> {
  if (ids.length === 0) return new Map();
  const { rows } = await store.query<UseRow>({ ...useStatement, values: [ids] });
  return new Map(rows.map((row) => [row.grant_id, { used: viewUse(row), waiterCount: row.waiter_count }]));
}

/** Who waited longer for a grant, the longest first. */
export async function readGrantWaiters(store: Store, id: string): Promise<GrantWaiter[]> {
  const { rows } = await store.query<WaiterRow>({ ...waitersStatement, values: [id, MAX_WAITERS] });
  return rows.map((row) => ({
    useCase: row.name,
    team: row.team,
    slotMs: row.slot_ms,
    heldUpMs: row.held_up_ms,
  }));
}

function viewUse(row: UseRow): GrantUsed {
  return {
    cpuMs: row.cpu_ms,
    // What was not stored after all is taken back later than it was counted.
    submittedCount: Math.max(0, row.submitted_count),
    jobMs: row.job_ms,
    slotMs: row.slot_ms,
    firstAt: row.first_at,
    lastAt: row.last_at,
  };
}
