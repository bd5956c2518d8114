import { findCronFault, parseCron } from '@leeway/domain/cron';
import { LIMITS } from '@leeway/domain/limits';
import type { MissedRuns } from '@leeway/domain/schedule';

export const MISSED_RUNS_TEXT: Readonly<Record<MissedRuns, { readonly label: string; readonly means: string }>> = {
  skip: { label: 'Skip', means: 'Goes on with the next instant; nothing is made up for' },
  runOnce: { label: 'Run once', means: 'One job for all that was missed' },
  runAll: {
    label: 'Run all',
    means: `A job for each that was missed; the last ${LIMITS.missedRuns} where there are more`,
  },
};

/** The rule of `createFireTimes`, for the expression at hand; null where that cannot be read. */
export function explainClockChanges(cron: string, timeZone: string): string | null {
  if (findCronFault(cron) !== null) return null;
  if (/^(?:Etc\/)?(?:UTC|GMT)$/i.test(timeZone)) return 'The clocks of UTC never change.';
  if (parseCron(cron).isEveryHour)
    return 'When clocks change: it names every hour, so it fires whenever the clock shows such a time. It goes on through a repeated hour, and nothing is made up for times that are left out.';
  return 'When clocks change: each local time fires once, the first of two that look the same. A time that is left out fires at the instant of the change.';
}
