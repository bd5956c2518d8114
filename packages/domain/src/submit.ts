import { z } from 'zod';
import { findUnstorable } from './json-text.ts';
import { LIMITS } from './limits.ts';
import { plainText } from './use-case.ts';

const Payload = z.unknown().superRefine((value, context) => {
  const found =
    value === undefined ? 'is missing; send null for a job without input' : findUnstorable(value, LIMITS.payloadDepth);
  if (found !== null) context.addIssue({ code: 'custom', message: `The payload ${found}` });
});

const DedupeKey = z
  .string()
  .min(1, 'At least one character')
  .max(LIMITS.dedupeKeyLength, `At most ${LIMITS.dedupeKeyLength} characters`)
  .refine((text) => text.isWellFormed(), 'Contains half of a surrogate pair');

/** No control characters: people read it. */
const ConcurrencyKey = plainText(LIMITS.concurrencyKeyLength)
  .min(1, 'At least one character')
  .refine((text) => !/[\t\n]/.test(text), 'Contains a tab or a line break');

const JobFields = z.strictObject({
  payload: Payload,
  availableAt: z.iso
    .datetime({ offset: true, error: 'An ISO 8601 instant with a zone, such as 2026-01-31T03:00:00Z' })
    .optional(),
  delayToleranceMs: z
    .int('A whole number of ms')
    .min(LIMITS.delayToleranceMs.min, `At least ${LIMITS.delayToleranceMs.min} ms`)
    .max(LIMITS.delayToleranceMs.max, `At most ${LIMITS.delayToleranceMs.max} ms`)
    .optional(),
  concurrencyKey: ConcurrencyKey.optional(),
  dedupeKey: DedupeKey.optional(),
  dedupeWindowMs: z
    .int('A whole number of ms')
    .min(LIMITS.dedupeWindowMs.min, `At least ${LIMITS.dedupeWindowMs.min} ms`)
    .max(LIMITS.dedupeWindowMs.max, `At most ${LIMITS.dedupeWindowMs.max} ms (30 days)`)
    .optional(),
});

/**
 * One job as a program submits it. `payload` is any JSON value; `availableAt` an ISO 8601 instant with a zone. A job whose
 * `dedupeKey` is taken in its use case is not stored: until the holder ends, or with a window for so long from its acceptance.
 * Of the jobs with one `concurrencyKey` (a customer, say) only so many run at once as the use case's policy says.
 */
export const JobSubmission = JobFields.refine(
  (job) => job.dedupeWindowMs === undefined || job.dedupeKey !== undefined,
  { path: ['dedupeWindowMs'], error: 'A window needs a dedupeKey' },
);
export type JobSubmission = z.infer<typeof JobSubmission>;

/** Body of `POST /v1/use-cases/{name}/jobs`. */
export const SubmitRequest = z.strictObject({
  jobs: z
    .array(JobSubmission)
    .min(1, 'Send at least one job')
    .max(LIMITS.jobsPerRequest, `At most ${LIMITS.jobsPerRequest} jobs in one request`),
});
export type SubmitRequest = z.infer<typeof SubmitRequest>;

export interface SubmittedJob {
  readonly id: string;
  readonly availableAt: string;
  readonly deadlineAt: string;
  /** Nothing was stored: this is the job that holds the dedupe key. */
  readonly deduplicated?: true;
}

/** Answer of the same call, sent after the commit; `jobs` in the order of the request. */
export interface SubmitResponse {
  readonly jobs: readonly SubmittedJob[];
}
