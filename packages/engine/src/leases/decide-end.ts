import { deadlineOfJobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { backoffMs } from '../capacity/backoff.ts';
import type { LeaseEnd } from '../queue/end-foreign-leases.ts';
import type { ForeignLease, LeaseVerdict } from '../queue/foreign-lease.ts';
import type { Failure } from '../queue/settlement.ts';
import type { UseCaseEntry } from '../registry/entries.ts';

type RetryPolicy = Pick<UseCaseEntry, 'maxAttempts' | 'backoffBaseMs' | 'backoffCapMs'>;

export interface EndTerms {
  /** Undefined where the use case is gone: a failure is final then. */
  readonly policy: RetryPolicy | undefined;
  /** The store's time. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

/**
 * How a lease ends: done, to be retried (after what the nack asks for, else a backoff), or dead when the attempts are used
 * up. The attempt ran from the grant to now, unless the program says that it was shorter.
 */
export function decideEnd(lease: ForeignLease, verdict: LeaseVerdict, { policy, now, random }: EndTerms): LeaseEnd {
  const heldMs = Math.max(0, now - lease.leasedAt);
  const failure = failureOf(verdict, heldMs);
  const retryPolicy = failure !== null && policy !== undefined && lease.attempt < policy.maxAttempts ? policy : null;
  const { runMs = heldMs, cpuMs = 0 } = verdict.kind === 'ack' ? verdict : {};
  return {
    lease,
    useCaseNo: queueOfJobKey(lease.key).useCaseNo,
    isExpiry: verdict.kind === 'expiry',
    end: {
      place: 0,
      outcome: failure === null ? 'done' : retryPolicy === null ? 'dead' : 'retried',
      startedAt: lease.leasedAt,
      endedAt: lease.leasedAt + heldMs,
      runMs: Math.min(runMs, heldMs),
      cpuMs,
      memoryMbS: 0,
      delayMs: Math.max(0, lease.leasedAt - lease.availableAt),
      isLate: lease.leasedAt > deadlineOfJobKey(lease.key),
      failure,
      retryWaitMs: retryPolicy === null ? 0 : (delayOf(verdict) ?? backoffMs(retryPolicy, lease.attempt, random)),
    },
  };
}

function failureOf(verdict: LeaseVerdict, heldMs: number): Failure | null {
  if (verdict.kind === 'ack') return null;
  if (verdict.kind === 'nack') return verdict.failure;
  const message = `Neither acked, nacked nor extended: the lease ended after ${Math.round(heldMs / 1_000)} s`;
  return { code: 'LEASE_EXPIRED', message };
}

function delayOf(verdict: LeaseVerdict): number | undefined {
  return verdict.kind === 'nack' ? verdict.delayMs : undefined;
}
