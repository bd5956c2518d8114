import { createHash } from 'node:crypto';
import type { ScheduleView } from './views.ts';

/** What the log keeps of a schedule. It is read by everybody, so of the payload and the concurrency key it only tells whether it is another. */
export function auditedSchedule(
  schedule: Pick<
    ScheduleView,
    'name' | 'cron' | 'timeZone' | 'delayToleranceMs' | 'missedRuns' | 'concurrencyKey' | 'isPaused'
  > & {
    readonly payload: string;
  },
) {
  const { payload, concurrencyKey, name, cron, timeZone, delayToleranceMs, missedRuns, isPaused } = schedule;
  const size = `${Buffer.byteLength(payload)} bytes, digest ${digestOf(payload)}`;
  const key = concurrencyKey === null ? null : `digest ${digestOf(concurrencyKey)}`;
  return { name, cron, timeZone, payload: size, delayToleranceMs, missedRuns, concurrencyKey: key, isPaused };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** How the log names it: names of use cases hold no slash. */
export function auditedScheduleName(useCase: string, schedule: string): string {
  return `${useCase}/${schedule}`;
}
