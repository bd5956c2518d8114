import type { SnapshotHolder } from '@leeway/domain/alarm';
import { maskQuery } from './mask-query.ts';

/** As the store tells it; all null where nobody holds anything. */
export interface HolderRow {
  readonly can_see: boolean;
  readonly kind: SnapshotHolder['kind'] | null;
  readonly pid: number | null;
  readonly user_name: string | null;
  readonly application: string | null;
  readonly state: string | null;
  readonly query: string | null;
  readonly name: string | null;
  readonly since_at: number | null;
  readonly held: string | null;
}

/** When each holder that does not tell was first seen, by what it holds. */
export type FirstSeen = ReadonlyMap<string, number>;

export interface Judged {
  /** Who has held longest; null where nobody holds anything. */
  readonly oldest: SnapshotHolder | null;
  readonly firstSeen: FirstSeen;
}

/** Finds the oldest holder; remembers those that do not tell since when they hold, until they hold something else. */
export function judgeHolders(rows: readonly HolderRow[], before: FirstSeen, now: number): Judged {
  const firstSeen = new Map<string, number>();
  let oldest: SnapshotHolder | null = null;
  for (const row of rows) {
    if (row.kind === null) continue;
    const sinceAt = row.since_at ?? remember(row, before, now, firstSeen);
    if (oldest === null || sinceAt < oldest.sinceAt) oldest = toHolder(row, row.kind, sinceAt);
  }
  return { oldest, firstSeen };
}

function remember(row: HolderRow, before: FirstSeen, now: number, firstSeen: Map<string, number>): number {
  const key = `${row.kind} ${row.name ?? row.pid} ${row.held}`;
  const since = before.get(key) ?? now;
  firstSeen.set(key, since);
  return since;
}

function toHolder(row: HolderRow, kind: SnapshotHolder['kind'], sinceAt: number): SnapshotHolder {
  return {
    kind,
    pid: row.pid,
    user: row.user_name,
    application: row.application,
    state: row.state,
    query: row.query === null ? null : maskQuery(row.query),
    name: row.name,
    sinceAt,
  };
}
