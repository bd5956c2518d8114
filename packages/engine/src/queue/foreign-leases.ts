import type { ClaimedJob } from './claim-foreign-jobs.ts';
import type { LeaseOutcome, LeaseProof, LeaseVerdict } from './foreign-lease.ts';
import type { LeaseExtension } from './keep-foreign-leases.ts';

/** What is needed of a use case to find its jobs. */
export interface LeasableUseCase {
  readonly no: number;
  readonly shardSpread: number;
  readonly delayToleranceMs: number;
}

/** One call for jobs. */
export interface LeaseCall {
  readonly useCases: readonly LeasableUseCase[];
  readonly count: number;
  readonly leaseMs: number;
  /** How long to wait for a first job. */
  readonly waitMs: number;
  /** The API key. */
  readonly holder: string;
  /** Whether the key is still in force: a call may have waited for long. */
  readonly isAllowed: () => boolean;
  /** Aborted when the caller has gone away. */
  readonly signal: AbortSignal;
}

/** The end of one lease, by its holder's word. */
export interface EndCall extends LeaseProof {
  readonly verdict: LeaseVerdict;
}

/** Leases for the teams' own programs, as the HTTP door sees them. All of it rejects with STORE_UNAVAILABLE where the outcome is unknown. */
export interface ForeignLeases {
  /** Up to `count` jobs, earliest deadline first; none where there is nothing to do. Throws OVERLOADED where too many calls wait. */
  lease(call: LeaseCall): Promise<readonly ClaimedJob[]>;
  /** The holder never heard of these. */
  giveBack(jobs: readonly LeaseProof[]): void;
  /** When each lease expires now, in their order; null where it was lost. */
  extend(extensions: readonly LeaseExtension[]): Promise<(number | null)[]>;
  /** What became of each job, in their order. */
  end(calls: readonly EndCall[]): Promise<LeaseOutcome[]>;
}
