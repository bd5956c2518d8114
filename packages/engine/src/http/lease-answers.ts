import { deadlineOfJobKey, queueOfJobKey, toJobId } from '@leeway/domain/job-id';
import { type AckResult, type LeasedJob, type LeaseLost, type NackResult, toLeaseToken } from '@leeway/domain/lease';
import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import type { LeaseOutcome } from '../queue/foreign-lease.ts';

const isoOf = (at: number): string => new Date(at).toISOString();

/**
 * The answer to a lease call as JSON text. Payloads go in as they are stored: taking megabytes of JSON apart and printing
 * them again would keep every other request waiting.
 */
export function leaseAnswerText(jobs: readonly ClaimedJob[], nameOf: (useCaseNo: number) => string): string {
  return `{"leases":[${jobs.map((job) => leasedJobText(job, nameOf(queueOfJobKey(job.key).useCaseNo))).join(',')}]}`;
}

function leasedJobText(job: ClaimedJob, useCase: string): string {
  const rest: Omit<LeasedJob, 'payload'> = {
    jobId: toJobId(job.firstKey ?? job.key),
    useCase,
    attempt: job.attempt,
    availableAt: isoOf(job.availableAt),
    deadlineAt: isoOf(deadlineOfJobKey(job.key)),
    token: toLeaseToken(job.token),
    expiresAt: isoOf(job.expiresAt),
  };
  return `${JSON.stringify(rest).slice(0, -1)},"payload":${job.payload}}`;
}

export function toExtendResult(jobId: string, expiresAt: number | null) {
  return expiresAt === null ? lost(jobId) : { jobId, status: 'extended' as const, expiresAt: isoOf(expiresAt) };
}

export function toAckResult(jobId: string, outcome: LeaseOutcome): AckResult {
  return outcome.kind === 'done' ? { jobId, status: 'done' } : lost(jobId);
}

export function toNackResult(jobId: string, outcome: LeaseOutcome): NackResult {
  if (outcome.kind === 'retried') return { jobId, status: 'retried', retryAt: isoOf(outcome.retryAt) };
  return outcome.kind === 'dead' ? { jobId, status: 'dead' } : lost(jobId);
}

function lost(jobId: string): LeaseLost {
  return { jobId, status: 'refused', code: 'LEASE_LOST' };
}
