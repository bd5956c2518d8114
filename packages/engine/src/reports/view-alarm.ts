import { type AlarmView, SnapshotHolder } from '@leeway/domain/alarm';

export interface AlarmRow {
  readonly kind: string;
  readonly looked_at: number;
  readonly raised_at: number;
  readonly detail: unknown;
}

/** None where an engine of another version wrote what this one does not know. */
export function viewAlarm(row: AlarmRow): AlarmView[] {
  const holder = SnapshotHolder.safeParse(row.detail);
  if (row.kind !== 'heldSnapshot' || !holder.success) return [];
  return [{ kind: row.kind, raisedAt: row.raised_at, lookedAt: row.looked_at, holder: holder.data }];
}
