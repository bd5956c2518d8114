import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { type ClaimGroup, claimForeignJobs, type GroupClaim } from './claim-foreign-jobs.ts';
import { endForeignLeases, type LeaseEndBatch, type LeasesInForce, readForeignLeases } from './end-foreign-leases.ts';
import type { LeaseProof } from './foreign-lease.ts';
import {
  type ExpiredLeases,
  type ExpirySearch,
  extendForeignLeases,
  findExpiredLeases,
  findFreeJobs,
  type LeaseExtension,
  type QueueRange,
  releaseForeignLeases,
} from './keep-foreign-leases.ts';

/**
 * What the queue does for leases of programs. Any engine may make any of these calls at any time: that a job has one
 * holder is the store's doing. Any call may fail after it was carried out.
 */
export interface ForeignLeaseStore {
  claim(groups: readonly ClaimGroup[]): Promise<GroupClaim[]>;
  findFree(queues: readonly QueueRange[]): Promise<(JobKey | null)[]>;
  readInForce(proofs: readonly LeaseProof[]): Promise<LeasesInForce>;
  end(batch: LeaseEndBatch): Promise<void>;
  extend(extensions: readonly LeaseExtension[]): Promise<(number | null)[]>;
  release(proofs: readonly LeaseProof[]): Promise<JobKey[]>;
  findExpired(searches: readonly ExpirySearch[], rowsPerShard: number): Promise<ExpiredLeases>;
}

export function createForeignLeaseStore(pool: Pool): ForeignLeaseStore {
  return {
    claim: (groups) => claimForeignJobs(pool, groups),
    findFree: (queues) => findFreeJobs(pool, queues),
    readInForce: (proofs) => readForeignLeases(pool, proofs),
    end: (batch) => endForeignLeases(pool, batch),
    extend: (extensions) => extendForeignLeases(pool, extensions),
    release: (proofs) => releaseForeignLeases(pool, proofs),
    findExpired: (searches, rowsPerShard) => findExpiredLeases(pool, searches, rowsPerShard),
  };
}
