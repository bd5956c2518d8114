import { z } from 'zod';
import { findCronFault } from './cron.ts';
import { LIMITS } from './limits.ts';
import { JobSubmission } from './submit.ts';
import { isTimeZone } from './time-zone.ts';
import { plainText, UseCaseName } from './use-case.ts';

/** What is done about instants that passed while nothing could fire: nothing, one job for all, or a job for each of the last ones. */
export const MissedRuns = z.enum(['skip', 'runOnce', 'runAll']);
export type MissedRuns = z.infer<typeof MissedRuns>;

export const ScheduleName = z
  .string()
  .min(1, 'Give the schedule a name')
  .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`)
  .regex(
    /^[a-z0-9][a-z0-9._-]*$/,
    'Lower-case letters, digits, dots, dashes and underscores; starts with a letter or digit',
  );

const CronExpression = z.string().transform((text, context) => {
  const fault = findCronFault(text);
  if (fault === null) return text.trim().replaceAll(/\s+/g, ' ');
  context.addIssue({ code: 'custom', message: fault });
  return z.NEVER;
});

const TimeZone = z
  .string()
  .refine(isTimeZone, 'There is no such time zone; give an IANA name such as Europe/Berlin or UTC');

/** JSON text. */
const PayloadText = z.string().superRefine((text, context) => {
  const fault = findPayloadFault(text);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});

function findPayloadFault(text: string): string | null {
  if (new TextEncoder().encode(text).length > LIMITS.payloadBytes) return `At most ${LIMITS.payloadBytes} bytes`;
  try {
    const payload: unknown = JSON.parse(text);
    return JobSubmission.shape.payload.safeParse(payload).error?.issues[0]?.message ?? null;
  } catch {
    return 'Write a JSON value, such as {"day": "yesterday"}, or null for a job without input';
  }
}

/** When a schedule fires: what a preview needs. */
export const ScheduleTiming = z.strictObject({ cron: CronExpression, timeZone: TimeZone });
export type ScheduleTiming = z.infer<typeof ScheduleTiming>;

/** As of a submission; null: none. */
export const ScheduleConcurrencyKey = JobSubmission.shape.concurrencyKey.unwrap().nullable().default(null);

/** What the owner of a use case can say of a schedule. */
export const SchedulePolicy = ScheduleTiming.extend({
  name: ScheduleName,
  payload: PayloadText,
  /** Null: the use case's own. */
  delayToleranceMs: JobSubmission.shape.delayToleranceMs.unwrap().nullable(),
  missedRuns: MissedRuns,
  /** Null: its jobs are nobody's. */
  concurrencyKey: ScheduleConcurrencyKey,
});

export const ScheduleReason = plainText(LIMITS.reasonLength).default('');

export const ScheduleCreation = SchedulePolicy.extend({ useCase: UseCaseName, reason: ScheduleReason });
export type ScheduleCreation = z.infer<typeof ScheduleCreation>;

const ScheduleId = z.string().regex(/^sch_[0-9a-z]{20}$/, 'The id of a schedule is sch_ and 20 letters and digits');

/** A change carries the version it was made against, so that two people cannot overwrite each other. */
export const ScheduleChange = SchedulePolicy.extend({ id: ScheduleId, version: z.int32(), reason: ScheduleReason });
export type ScheduleChange = z.infer<typeof ScheduleChange>;

export const SchedulePause = z.strictObject({ id: ScheduleId, isPaused: z.boolean(), reason: ScheduleReason });
export type SchedulePause = z.infer<typeof SchedulePause>;

export const ScheduleDeletion = z.strictObject({ id: ScheduleId, reason: ScheduleReason });
export type ScheduleDeletion = z.infer<typeof ScheduleDeletion>;

export const ScheduleQuery = z.strictObject({ id: ScheduleId });
