import { LIMITS } from '@leeway/domain/limits';
import { type ScheduleCreation, SchedulePolicy } from '@leeway/domain/schedule';
import { plainText, UseCasePolicy } from '@leeway/domain/use-case';
import type { ScheduleView } from '@leeway/domain/views';
import { z } from 'zod';

/** What the form holds for a new schedule and for a change of one. */
export const ScheduleForm = SchedulePolicy.extend({
  delayToleranceMs: UseCasePolicy.shape.delayToleranceMs.nullable(),
  concurrencyKey: z
    .string()
    .transform((text) => text || null)
    .pipe(SchedulePolicy.shape.concurrencyKey.unwrap()),
  reason: plainText(LIMITS.reasonLength),
});
export type ScheduleFormValues = z.input<typeof ScheduleForm>;
export type ScheduleFormOutput = Omit<ScheduleCreation, 'useCase'>;

export const SCHEDULE_FIELDS = Object.keys(ScheduleForm.shape) as (keyof ScheduleFormValues)[];

export function newSchedule(timeZone: string): ScheduleFormValues {
  const rest = { payload: 'null', delayToleranceMs: null, missedRuns: 'skip', concurrencyKey: '', reason: '' } as const;
  return { name: '', cron: '0 9 * * MON-FRI', timeZone, ...rest };
}

export function scheduleFormOf(schedule: ScheduleView): ScheduleFormValues {
  const { name, cron, timeZone, payload, delayToleranceMs, missedRuns, concurrencyKey } = schedule;
  const job = { payload: payload ?? 'null', delayToleranceMs, concurrencyKey: concurrencyKey ?? '' };
  return { name, cron, timeZone, ...job, missedRuns, reason: '' };
}
