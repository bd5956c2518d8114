import { type JobKey, megaRowOf } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import type { Pool } from 'pg';
import { findJobPlace as statement } from './sql/find-job-place.ts';

/** Where the store has a job. What an engine holds is shown as waiting; what left no trace may have been done. */
export interface FoundPlace {
  readonly state: Exclude<JobState, 'leased'>;
  /** Its row; null where it has ended. */
  readonly key: JobKey | null;
}

interface PlaceRow {
  readonly key: JobKey | null;
  readonly place: 'waiting' | 'delayed' | 'dead' | null;
  readonly outcome: string | null;
}

/** By the public id; null where no trace is left. */
export async function findJobPlace(db: Pick<Pool, 'query'>, id: JobKey): Promise<FoundPlace | null> {
  const mega = megaRowOf(id);
  const values = [id, mega?.rowKey ?? id, mega?.place ?? 0];
  const row = (await db.query<PlaceRow>({ ...statement, values })).rows[0];
  if (row === undefined || (row.place === null && row.outcome === null)) return null;
  if (row.place !== null) return { state: row.place, key: row.key };
  return { state: row.outcome === 'cancelled' || row.outcome === 'dead' ? row.outcome : 'done', key: null };
}
