import type { JobKey } from '@leeway/domain/job-id';
import type { Failure } from './settlement.ts';

/** A program's claim to hold a job: the token as the store keeps it. */
export interface LeaseProof {
  readonly key: JobKey;
  readonly token: string;
}

/** A lease of a program that is in force, or has just expired. Instants on the store's clock. */
export interface ForeignLease extends LeaseProof {
  readonly attempt: number;
  readonly leasedAt: number;
  readonly availableAt: number;
}

/** What a program says at the end of a job, or time for it. What it measured itself is optional. */
export type LeaseVerdict =
  | { readonly kind: 'ack'; readonly cpuMs?: number | undefined; readonly runMs?: number | undefined }
  | { readonly kind: 'nack'; readonly failure: Failure; readonly delayMs?: number | undefined }
  | { readonly kind: 'expiry' };

/** What became of the job; `lost`: the lease was not in force, and nothing was changed. */
export type LeaseOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retried'; readonly retryAt: number }
  | { readonly kind: 'dead' }
  | { readonly kind: 'lost' };
