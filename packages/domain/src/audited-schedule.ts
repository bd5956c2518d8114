import { createHash } from 'node:crypto';
import type { ScheduleView } from './views.ts';

/** What the log keeps of a schedule. It is read by everybody, so of the payload it only tells whether it is another. */
export function auditedSchedule(
  schedule: Pick<ScheduleView, 'name' | 'cron' | 'timeZone' | 'delayToleranceMs' | 'missedRuns' | 'isPaused'> & {
    readonly payload: string;
  },
) {
  const { name, cron, timeZone, payload, delayToleranceMs, missedRuns, isPaused } = schedule;
  const digest = createHash('sha256').update(payload).digest('hex').slice(0, 8);
  const size = `${Buffer.byteLength(payload)} bytes, digest ${digest}`;
  return { name, cron, timeZone, payload: size, delayToleranceMs, missedRuns, isPaused };
}

/** How the log names it: names of use cases hold no slash. */
export function auditedScheduleName(useCase: string, schedule: string): string {
  return `${useCase}/${schedule}`;
}
