import type { GrantSample } from '../capacity/capacity-sample.ts';
import type { QuotaBalance } from '../capacity/cpu-quota.ts';

/** What was used of a grant since the last look at it. */
export interface GrantUse extends Omit<GrantSample, 'waits'> {
  cpuMs: number;
  jobMs: number;
  slotMs: number;
  /** Leases that it let start and that have not ended. */
  leaseCount: number;
}

/** What its policy alone would let a use case do whose limits a grant lifts, and what runs beyond that. */
export interface GrantMeter {
  /** The CPU quota as it would stand without the grant. */
  cpu: { readonly use: GrantUse; readonly perSecond: number; balance: QuotaBalance } | null;
  concurrency: { readonly use: GrantUse; readonly limit: number } | null;
  /** Of each slot with jobs that the policy's CPU quota would have kept back: which part of its jobs they are. */
  readonly slots: Map<number, { readonly use: GrantUse; readonly part: number }>;
  heldCount: number;
  countedAt: number;
}

/** Counts what ran beyond the policy since it was last counted. */
export function countUntil(grant: GrantMeter, now: number): void {
  const pastMs = now - grant.countedAt;
  grant.countedAt = now;
  let beyondQuota = 0;
  for (const { use, part } of grant.slots.values()) {
    use.slotMs += part * pastMs;
    beyondQuota += part;
  }
  if (grant.concurrency === null) return;
  const { use, limit } = grant.concurrency;
  const beyondLimit = Math.max(0, grant.heldCount - limit);
  use.jobMs += beyondLimit * pastMs;
  // Slots that are beyond both count once.
  use.slotMs += Math.max(0, beyondLimit - beyondQuota) * pastMs;
}
