import { holdsDedupeKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { smallintArray, uuidArray } from './binary-array.ts';
import type { ForeignLease, LeaseProof } from './foreign-lease.ts';
import { usageValues } from './settle-jobs.ts';
import type { AttemptEnd } from './settlement.ts';
import { endForeignLeases as statement } from './sql/end-foreign-leases.ts';
import { readForeignLeases as read } from './sql/read-foreign-leases.ts';
import type { UsageTally } from './tally-usage.ts';

/** How a lease of a program ended, and with it one attempt of its job. */
export interface LeaseEnd {
  readonly lease: ForeignLease;
  readonly useCaseNo: number;
  /** True: ends the lease only if it has expired; false: only if it has not. */
  readonly isExpiry: boolean;
  readonly end: AttemptEnd;
}

export interface LeaseEndBatch {
  /** Ascending by key; each job once. */
  readonly ends: readonly LeaseEnd[];
  readonly usage: readonly UsageTally[];
  /** Whether history keeps a success of this use case that ended then. */
  readonly admits: (useCaseNo: number, at: number) => boolean;
}

export interface LeasesInForce {
  /** The store's time of the reading. */
  readonly now: number;
  /** By token. */
  readonly leases: ReadonlyMap<string, ForeignLease>;
}

interface LeaseRow {
  now: number;
  key: ForeignLease['key'];
  token: string;
  attempt: number;
  leased_at: number;
  available_at: number;
}

/** Those among the leases that are in force now. */
export async function readForeignLeases(pool: Pool, proofs: readonly LeaseProof[]): Promise<LeasesInForce> {
  const { rows } = await pool.query<LeaseRow>({
    ...read,
    values: [uuidArray(proofs.map((proof) => proof.key)), uuidArray(proofs.map((proof) => proof.token))],
  });
  return { now: rows[0]?.now ?? 0, leases: new Map(rows.map((row) => [row.token, toForeignLease(row)])) };
}

export function toForeignLease(row: Omit<LeaseRow, 'now'>): ForeignLease {
  const { key, token, attempt } = row;
  return { key, token, attempt, leasedAt: row.leased_at, availableAt: row.available_at };
}

function freesDedupeKey({ lease, end }: LeaseEnd): boolean {
  return end.outcome !== 'retried' && holdsDedupeKey(lease.key);
}

/** Ends leases and settles their jobs, whole or not at all; rejects with SQLSTATE LW001 where any of them is lost. */
export async function endForeignLeases(pool: Pool, { ends, usage, admits }: LeaseEndBatch): Promise<void> {
  const isKept = ({ end, useCaseNo }: LeaseEnd) => end.outcome !== 'done' || admits(useCaseNo, end.endedAt);
  await pool.query({
    ...statement,
    values: [
      uuidArray(ends.map(({ lease }) => lease.key)),
      uuidArray(ends.map(({ lease }) => lease.token)),
      smallintArray(ends.map(({ lease }) => lease.attempt)),
      ends.map(({ isExpiry }) => isExpiry),
      ends.map(({ end }) => end.outcome),
      ends.map(({ end }) => end.startedAt),
      ends.map(({ end }) => end.cpuMs),
      ends.map(({ end }) => end.failure?.code ?? null),
      ends.map(({ end }) => end.failure?.message ?? null),
      ends.map(({ end }) => end.retryWaitMs),
      ends.map(isKept),
      ...usageValues(usage),
      uuidArray(ends.filter(freesDedupeKey).map(({ lease }) => lease.key)),
    ],
  });
}
