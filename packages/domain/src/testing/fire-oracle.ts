import { Temporal } from '@js-temporal/polyfill';

/** A cron expression as the sets that it means; null stands for an asterisk. */
export interface FireSets {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[] | null;
  readonly days: readonly number[] | null;
  readonly months: readonly number[] | null;
  /** 0 is Sunday. */
  readonly weekdays: readonly number[] | null;
}

/** With six fields where the seconds are not just the full minute. */
export function toExpression({ seconds, ...sets }: FireSets): string {
  const text = (set: readonly number[] | null) => (set === null ? '*' : set.join(','));
  const fields = [sets.minutes, sets.hours, sets.days, sets.months, sets.weekdays].map(text);
  return seconds.length === 1 && seconds[0] === 0 ? fields.join(' ') : [text(seconds), ...fields].join(' ');
}

export interface Span {
  readonly zone: string;
  readonly from: number;
  readonly to: number;
}

/** Every instant in (from, to] at which the stated rule fires, found by asking Temporal about each local time that is named. */
export function listFiresByRule(sets: FireSets, { zone, from, to }: Span): number[] {
  const found = new Set<number>();
  let day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 2 });
  const last = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!isNamed(day, sets)) continue;
    for (const time of timesOf(day, sets)) for (const at of instantsOf(time, zone, sets)) found.add(at);
  }
  return [...found].filter((at) => at > from && at <= to).sort((a, b) => a - b);
}

function isNamed(day: Temporal.PlainDate, { days, months, weekdays }: FireSets): boolean {
  if (months !== null && !months.includes(day.month)) return false;
  const isDay = days?.includes(day.day) ?? false;
  const isWeekday = weekdays?.includes(day.dayOfWeek % 7) ?? false;
  return (days === null && weekdays === null) || isDay || isWeekday;
}

function* timesOf(day: Temporal.PlainDate, { hours, minutes, seconds }: FireSets): Generator<Temporal.PlainDateTime> {
  for (const hour of hours ?? Array.from({ length: 24 }, (_, each) => each))
    for (const minute of minutes)
      for (const second of seconds) yield day.toPlainDateTime(Temporal.PlainTime.from({ hour, minute, second }));
}

function instantsOf(time: Temporal.PlainDateTime, zone: string, sets: FireSets): number[] {
  const earlier = time.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (!earlier.toPlainDateTime().equals(time)) return sets.hours === null ? [] : [endOfGap(earlier)];
  if (sets.hours !== null) return [earlier.epochMilliseconds];
  return [earlier.epochMilliseconds, time.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds];
}

function endOfGap(before: Temporal.ZonedDateTime): number {
  const change = before.getTimeZoneTransition('next');
  if (change === null) throw new Error(`${before.timeZoneId} leaves out a time without a change`);
  return change.epochMilliseconds;
}

/** The zone's clock changes in a span. */
export function listClockChanges({ zone, from, to }: Span): number[] {
  const found: number[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  for (at = at.getTimeZoneTransition('next'); at !== null && at.epochMilliseconds <= to; ) {
    found.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition('next');
  }
  return found;
}
