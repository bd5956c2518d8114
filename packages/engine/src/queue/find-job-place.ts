import { type JobKey, megaRowOf, queueOfJobKey } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import type { Pool } from 'pg';
import { findJobPlace as statement } from './sql/find-job-place.ts';

/** Where the store has a job. What an engine holds is shown as waiting; what left no trace may have been done. */
export interface FoundPlace {
  readonly state: Exclude<JobState, 'leased'>;
  /** Its row; null where it has ended. */
  readonly key: JobKey | null;
  readonly availableAt: number;
  /** Whether its use case is remote: then it has no owner that holds it in memory. */
  readonly isRemote: boolean;
}

interface PlaceRow {
  readonly key: JobKey | null;
  readonly place: 'waiting' | 'delayed' | 'dead' | null;
  readonly outcome: 'done' | 'retried' | 'dead' | 'cancelled' | 'redriven' | 'moved' | null;
  readonly available_at: number | null;
  readonly is_remote: boolean | null;
}

/** By the public id; null where no trace is left. */
export async function findJobPlace(db: Pick<Pool, 'query'>, id: JobKey): Promise<FoundPlace | null> {
  const mega = megaRowOf(id);
  const values = [id, mega?.rowKey ?? id, mega?.place ?? 0, queueOfJobKey(id).useCaseNo];
  const row = (await db.query<PlaceRow>({ ...statement, values })).rows[0];
  if (row === undefined || (row.place === null && row.outcome === null)) return null;
  const isEnd = row.outcome === 'cancelled' || row.outcome === 'dead';
  const state = row.place ?? (isEnd ? row.outcome : 'done');
  return { state, key: row.key, availableAt: row.available_at ?? 0, isRemote: row.is_remote === true };
}
