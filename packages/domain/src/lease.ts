import { z } from 'zod';
import type { Brand } from './brand.ts';
import { parseJobId } from './job-id.ts';
import type { FailureCode } from './job-state.ts';
import { LIMITS } from './limits.ts';
import { wholeNumber } from './number-field.ts';
import { UseCaseName } from './use-case.ts';

/** Proof of holding a job: `lease_` and 32 random hex digits. Good for one attempt of one job, until the lease ends. */
export type LeaseToken = Brand<string, 'LeaseToken'>;

const TOKEN_PREFIX = 'lease_';
const TOKEN_PATTERN = /^lease_[0-9a-f]{32}$/;

/** From the `uuid` that the store keeps. */
export function toLeaseToken(stored: string): LeaseToken {
  return (TOKEN_PREFIX + stored.replaceAll('-', '')) as LeaseToken;
}

/** The `uuid` that the store keeps. */
export function storedLeaseToken(token: LeaseToken): string {
  return token.slice(TOKEN_PREFIX.length).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const Seconds = wholeNumber(LIMITS.leaseSeconds, 'seconds');
const ReportedMs = z
  .number('A number of ms')
  .min(LIMITS.reportedMs.min, 'Not below 0')
  .max(LIMITS.reportedMs.max, `At most ${LIMITS.reportedMs.max} ms`);

/** Body of `POST /v1/leases`: hands out the jobs with the earliest deadlines of these use cases. */
export const LeaseRequest = z.strictObject({
  useCases: z
    .array(UseCaseName)
    .min(1, 'Name at least one use case')
    .max(LIMITS.leaseUseCases, `At most ${LIMITS.leaseUseCases} use cases in one call`)
    .refine((names) => new Set(names).size === names.length, 'Name each use case once'),
  count: wholeNumber(LIMITS.leaseCount, 'jobs').default(1),
  seconds: Seconds.default(60),
  /** How long to wait for a first job before the answer is an empty list. */
  waitMs: wholeNumber(LIMITS.leaseWaitMs, 'ms').default(0),
});
export type LeaseRequest = z.infer<typeof LeaseRequest>;

const HeldLease = z.strictObject({
  jobId: z
    .string('The id of the job, as the lease says it')
    .refine((id) => parseJobId(id) !== null, 'A job id is "job_" and 32 hexadecimal digits'),
  token: z
    .string('The token of the lease')
    .regex(TOKEN_PATTERN, 'A token is "lease_" and 32 hexadecimal digits')
    .transform((text) => text as LeaseToken),
});

function batchOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    leases: z
      .array(item)
      .min(1, 'Send at least one lease')
      .max(LIMITS.leasesPerRequest, `At most ${LIMITS.leasesPerRequest} leases in one call`),
  });
}

/** Body of `POST /v1/leases/extend`; `seconds` count from now. */
export const ExtendRequest = batchOf(HeldLease.extend({ seconds: Seconds }));
export type ExtendRequest = z.infer<typeof ExtendRequest>;

/** Body of `POST /v1/leases/ack`: the jobs are done. What they took is optional; the run time is else the time held. */
export const AckRequest = batchOf(HeldLease.extend({ cpuMs: ReportedMs.optional(), runMs: ReportedMs.optional() }));
export type AckRequest = z.infer<typeof AckRequest>;

/** What a program may say of its failure. */
const NACK_CODES = ['NACKED', 'HANDLER_ERROR', 'TIMEOUT', 'MEMORY_EXCEEDED'] as const satisfies FailureCode[];
export type NackCode = (typeof NACK_CODES)[number];

/** Body of `POST /v1/leases/nack`: the attempts failed; retried after `delayMs`, else after the use case's backoff. */
export const NackRequest = batchOf(
  HeldLease.extend({
    reason: z.string('Say why, in words'),
    code: z.enum(NACK_CODES, `One of ${NACK_CODES.join(', ')}`).default('NACKED'),
    delayMs: wholeNumber(LIMITS.nackDelayMs, 'ms').optional(),
  }),
);
export type NackRequest = z.infer<typeof NackRequest>;

/** One job in the hands of its caller. Instants are ISO 8601. */
export interface LeasedJob {
  readonly jobId: string;
  readonly useCase: string;
  readonly payload: unknown;
  /** From 1; a use case allows so many. */
  readonly attempt: number;
  readonly availableAt: string;
  readonly deadlineAt: string;
  readonly token: LeaseToken;
  /** Until then nobody else gets the job; it has failed then unless it was acked or extended. */
  readonly expiresAt: string;
}

export interface LeaseResponse {
  /** Earliest deadline first; empty where there was nothing to do. */
  readonly leases: readonly LeasedJob[];
}

/** The lease has ended, or never was: somebody else may have the job by now, and nothing was changed. */
export interface LeaseLost {
  readonly jobId: string;
  readonly status: 'refused';
  readonly code: 'LEASE_LOST';
}

export type ExtendResult =
  | { readonly jobId: string; readonly status: 'extended'; readonly expiresAt: string }
  | LeaseLost;
export type AckResult = { readonly jobId: string; readonly status: 'done' } | LeaseLost;
/** `retried`: the next attempt is due at `retryAt`. `dead`: its attempts are used up. */
export type NackResult =
  | { readonly jobId: string; readonly status: 'retried'; readonly retryAt: string }
  | { readonly jobId: string; readonly status: 'dead' }
  | LeaseLost;

/** One result per lease, in the order of the request; some may be refused while the others hold. */
export interface ResultsOf<Result> {
  readonly results: readonly Result[];
}
