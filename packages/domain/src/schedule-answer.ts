import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { MissedRuns, ScheduleConcurrencyKey, ScheduleReason, ScheduleTiming } from './schedule.ts';
import { JobSubmission } from './submit.ts';
import type { ScheduleView } from './views.ts';

const PayloadJson = JobSubmission.shape.payload.transform((value, context) => {
  const text = JSON.stringify(value);
  if (new TextEncoder().encode(text).length <= LIMITS.payloadBytes) return text;
  context.addIssue({ code: 'custom', message: `At most ${LIMITS.payloadBytes} bytes` });
  return z.NEVER;
});

/** Body of `PUT /v1/use-cases/{name}/schedules/{schedule}`: all that a program can say of a schedule. */
export const ScheduleSetting = ScheduleTiming.extend({
  /** Any JSON value; kept as text. */
  payload: PayloadJson,
  /** Null: the use case's own. */
  delayToleranceMs: JobSubmission.shape.delayToleranceMs.unwrap().nullable().default(null),
  missedRuns: MissedRuns.default('runOnce'),
  concurrencyKey: ScheduleConcurrencyKey,
  /** Refused where the schedule has another by now, or (0) where there is one already. */
  version: z.int32().min(0).optional(),
  reason: ScheduleReason,
});
export type ScheduleSetting = z.infer<typeof ScheduleSetting>;

/** Body of its deletion, pause and resumption. */
export const ScheduleWish = z.strictObject({ reason: ScheduleReason });

/** A schedule as programs see it. Instants are ISO texts. */
export interface ScheduleAnswer {
  readonly id: string;
  readonly name: string;
  readonly useCase: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly payload: unknown;
  readonly delayToleranceMs: number | null;
  readonly missedRuns: MissedRuns;
  readonly concurrencyKey: string | null;
  readonly isPaused: boolean;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Null while paused, and where nothing follows. */
  readonly nextFireAt: string | null;
  readonly lastFireAt: string | null;
  readonly fireCount: number;
}

/** Answer of `POST /v1/use-cases/{name}/schedules/preview`. */
export interface SchedulePreviewAnswer {
  readonly asOf: string;
  /** The next five instants, or as many as follow. */
  readonly fires: readonly string[];
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function toScheduleAnswer(useCase: string, schedule: ScheduleView): ScheduleAnswer {
  const { payload, createdAt, updatedAt, nextFireAt, lastFireAt, ...same } = schedule;
  return {
    ...same,
    useCase,
    payload: JSON.parse(payload ?? 'null'),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    nextFireAt: isoOf(nextFireAt),
    lastFireAt: isoOf(lastFireAt),
  };
}
