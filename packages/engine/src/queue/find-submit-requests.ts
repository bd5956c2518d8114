import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { type DuplicateColumns, type Holder, toHolders } from './insert-jobs.ts';
import { findSubmitRequests as statement } from './sql/find-submit-requests.ts';

/** A request as it was answered when its key was first used. */
export interface StoredRequest {
  readonly bodyHash: string;
  /** In the order of the request: its jobs and mega-jobs, or what held the dedupe key of a job. */
  readonly rows: readonly StoredRow[];
}

export interface StoredRow extends Holder {
  readonly jobCount: number;
  readonly isDuplicate: boolean;
}

interface RequestRow extends DuplicateColumns {
  readonly scope: string;
  readonly body_hash: string;
  readonly job_ids: JobKey[];
  readonly job_counts: number[];
  readonly available_ats: number[];
}

/** The answers that these scopes were given, by scope. */
export async function findSubmitRequests(pool: Pool, scopes: readonly string[]): Promise<Map<string, StoredRequest>> {
  const { rows } = await pool.query<RequestRow>({ ...statement, values: [[...new Set(scopes)]] });
  return new Map(rows.map((row) => [row.scope, toStoredRequest(row)]));
}

function toStoredRequest(row: RequestRow): StoredRequest {
  const holders = toHolders(row);
  const stored = row.job_ids.map((key, index): StoredRow => {
    const holder = holders.get(key);
    if (holder !== undefined) return { ...holder, jobCount: 1, isDuplicate: true };
    const jobCount = row.job_counts[index] ?? 1;
    const availableAt = Number(row.available_ats[index]);
    return { key, availableAt, jobCount, isDuplicate: false };
  });
  return { bodyHash: row.body_hash, rows: stored };
}
