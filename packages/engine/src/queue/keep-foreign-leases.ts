import type { JobKey } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import type { Pool } from 'pg';
import { uuidArray } from './binary-array.ts';
import { toForeignLease } from './end-foreign-leases.ts';
import type { ForeignLease, LeaseProof } from './foreign-lease.ts';
import { extendForeignLeases as extend } from './sql/extend-foreign-leases.ts';
import { findExpiredLeases as findExpired } from './sql/find-expired-leases.ts';
import { findFreeJobs as findFree } from './sql/find-free-jobs.ts';
import { releaseForeignLeases as release } from './sql/release-foreign-leases.ts';

export interface LeaseExtension extends LeaseProof {
  readonly leaseMs: number;
}

/** Moves expiries, counted from now. Returns when each lease expires, in their order; null where it is lost. */
export async function extendForeignLeases(
  pool: Pool,
  extensions: readonly LeaseExtension[],
): Promise<(number | null)[]> {
  const { rows } = await pool.query<{ place: number; expires_at: number }>({
    ...extend,
    values: [
      uuidArray(extensions.map((extension) => extension.key)),
      uuidArray(extensions.map((extension) => extension.token)),
      extensions.map((extension) => extension.leaseMs),
      LIMITS.leaseTotalMs,
    ],
  });
  const expiries = new Map(rows.map((row) => [row.place, row.expires_at]));
  return extensions.map((_, index) => expiries.get(index + 1) ?? null);
}

/** Gives leases back as if they had never been; returns the jobs that wait again. */
export async function releaseForeignLeases(pool: Pool, proofs: readonly LeaseProof[]): Promise<JobKey[]> {
  const sorted = [...proofs].sort((a, b) => (a.key < b.key ? -1 : 1));
  const values = [uuidArray(sorted.map((proof) => proof.key)), uuidArray(sorted.map((proof) => proof.token))];
  return (await pool.query<{ key: JobKey }>({ ...release, values })).rows.map((row) => row.key);
}

export interface QueueRange {
  readonly low: JobKey;
  readonly high: JobKey;
}

/** Of each queue the first job that nobody holds, or null. */
export async function findFreeJobs(pool: Pool, queues: readonly QueueRange[]): Promise<(JobKey | null)[]> {
  const values = [uuidArray(queues.map((queue) => queue.low)), uuidArray(queues.map((queue) => queue.high))];
  const { rows } = await pool.query<{ place: number; key: JobKey }>({ ...findFree, values });
  const found = new Map(rows.map((row) => [row.place, row.key]));
  return queues.map((_, index) => found.get(index + 1) ?? null);
}

export interface ExpirySearch {
  readonly shard: number;
  /** Nothing expires before; inclusive. */
  readonly fromAt: number;
  /** Expired at least so long ago. */
  readonly graceMs: number;
}

export interface ExpiredLeases {
  /** The store's time of the search. */
  readonly now: number;
  readonly leases: readonly ForeignLease[];
  /** Leases whose job is gone: called off, or taken away by hand. */
  readonly orphans: readonly LeaseProof[];
}

interface ExpiredRow {
  now: number;
  key: JobKey;
  token: string;
  attempt: number;
  leased_at: number;
  available_at: number | null;
}

export async function findExpiredLeases(
  pool: Pool,
  searches: readonly ExpirySearch[],
  rowsPerShard: number,
): Promise<ExpiredLeases> {
  const { rows } = await pool.query<ExpiredRow>({
    ...findExpired,
    values: [
      searches.map((search) => search.shard),
      searches.map((search) => search.fromAt),
      searches.map((search) => search.graceMs),
      rowsPerShard,
    ],
  });
  const leases: ForeignLease[] = [];
  const orphans: LeaseProof[] = [];
  for (const { available_at, ...row } of rows) {
    if (available_at === null) orphans.push({ key: row.key, token: row.token });
    else leases.push(toForeignLease({ ...row, available_at }));
  }
  return { now: rows[0]?.now ?? 0, leases, orphans };
}
