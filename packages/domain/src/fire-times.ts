import { type Cron, parseCron } from './cron.ts';
import { findClockChange, instantOf, offsetMsAt, readingAt } from './time-zone.ts';
import { DAY_MS, HOUR_MS } from './units.ts';

/** The instants at which a schedule fires. */
export interface FireTimes {
  /** The first one after an instant; null where none follows. */
  next(after: number): number | null;
}

/** No change of a clock repeats or leaves out more than a day. */
const LONGEST_CHANGE_MS = DAY_MS + 12 * HOUR_MS;

/**
 * The rule across clock changes. An expression that names hours (`30 2 * * *`) fires once for each local time it names: at
 * the first of two that look the same, and for one that is left out at the instant of the change; several that are left
 * out together fire once. An expression for every hour (`30 * * * *`) fires whenever the clock shows a time it names, so
 * it goes on through a repeated hour, and nothing is made up for times that are left out.
 * Throws where the expression or the zone cannot be used.
 */
export function createFireTimes(expression: string, zone: string): FireTimes {
  const cron = parseCron(expression);
  return { next: (after) => (cron.isEveryHour ? nextShown(cron, zone, after + 1) : nextNamed(cron, zone, after)) };
}

/** Readings give instants in their own order, so the first that lies ahead is the one. */
function nextNamed(cron: Cron, zone: string, after: number): number | null {
  let reading = cron.nextReading(readingAt(zone, after));
  while (reading !== null) {
    const at = instantOf(zone, reading);
    if (at > after) return at;
    reading = cron.nextReading(reading);
  }
  return null;
}

/** From one change of the clock to the next, as between two of them readings and instants run together. */
function nextShown(cron: Cron, zone: string, earliestAt: number): number | null {
  let from = earliestAt;
  for (;;) {
    const offset = offsetMsAt(zone, from);
    const reading = cron.nextReading(from + offset - 1);
    if (reading === null) return null;
    const at = reading - offset;
    const horizon = Math.min(at, from + LONGEST_CHANGE_MS);
    const change = findClockChange(zone, from, horizon);
    if (change === null && at <= horizon) return at;
    // Far from a change the readings on the way lie between this one and the next that is named.
    from = change ?? Math.max(horizon, at - 2 * LONGEST_CHANGE_MS);
  }
}
