import { createFireTimes } from './fire-times.ts';
import type { ScheduleTiming } from './schedule.ts';

const PREVIEWED_FIRES = 5;

/**
 * The instant at which a schedule that is changed or resumed now fires next; null where none follows. Engines fire a little
 * ahead: what they have fired is not fired again under another expression.
 */
export function nextFireAt(
  { cron, timeZone, lastFireAt }: ScheduleTiming & { readonly lastFireAt: number | null },
  now: number,
): number | null {
  return createFireTimes(cron, timeZone).next(Math.max(now, lastFireAt ?? 0));
}

/** The next instants after one, at most five. */
export function nextFires({ cron, timeZone }: ScheduleTiming, after: number): number[] {
  const times = createFireTimes(cron, timeZone);
  const fires: number[] = [];
  for (let at = times.next(after); at !== null && fires.length < PREVIEWED_FIRES; at = times.next(at)) fires.push(at);
  return fires;
}
