import { z } from 'zod';
import { Instant, Reason } from './job-operation.ts';
import type { JobState } from './job-state.ts';
import { LIMITS } from './limits.ts';

/** Body of `POST /v1/jobs/{id}/redrive` and of `POST /v1/jobs/{id}/cancel`; it may be left out. */
export const JobChange = z.strictObject({ reason: Reason.optional() });

const EITHER_ONE = 'Give either deadlineAt or delayToleranceMs';

const deadline = {
  deadlineAt: Instant.optional(),
  delayToleranceMs: z
    .int('A whole number of ms')
    .min(LIMITS.delayToleranceMs.min, `At least ${LIMITS.delayToleranceMs.min} ms`)
    .max(LIMITS.delayToleranceMs.max, `At most ${LIMITS.delayToleranceMs.max} ms`)
    .optional(),
};

/** A deadline as an instant, or as the tolerance after the job's earliest start. */
export const NewDeadline = z.strictObject(deadline).refine(isOneGiven, { path: ['deadlineAt'], error: EITHER_ONE });
export type NewDeadline = z.infer<typeof NewDeadline>;

/** Body of `POST /v1/jobs/{id}/deadline`. */
export const DeadlineChange = z.strictObject({ ...deadline, reason: Reason.optional() }).refine(isOneGiven, {
  path: ['deadlineAt'],
  error: EITHER_ONE,
});

function isOneGiven(given: { deadlineAt?: number | undefined; delayToleranceMs?: number | undefined }): boolean {
  return (given.deadlineAt === undefined) !== (given.delayToleranceMs === undefined);
}

export const CommandId = z.string().regex(/^cmd_[0-9a-z]{20}$/, 'A command id is "cmd_" and 20 letters and digits');

/** What became of a wish to change a job. */
export interface JobChangeAnswer {
  readonly id: string;
  /** Where the job is now: a job that is leased runs on, with its signal raised. */
  readonly state: JobState;
  /** The job runs and was told to stop: it ends as cancelled, unless it is done first. */
  readonly cancelRequested?: true;
  readonly deadlineAt?: string;
}

/** The engine that owns the job has not answered yet: ask `GET /v1/commands/{id}`. */
export interface PendingCommand {
  readonly id: string;
  readonly command: string;
  readonly state: 'pending';
}

/**
 * Answer of `GET /v1/commands/{id}`. `pending`: the engine that owns the job has not looked. `stopping`: the job runs, and
 * was told to stop. `over`: nothing more comes of it.
 */
export interface CommandAnswer {
  readonly id: string;
  readonly job: string;
  readonly state: 'pending' | 'stopping' | 'over';
  /** Null while it is pending. */
  readonly isCarriedOut: boolean | null;
  /** Where the job was then. */
  readonly jobState: JobState | null;
}
