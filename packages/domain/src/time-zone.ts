import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './units.ts';

/** An IANA name such as `Europe/Berlin` or `UTC`; not an offset, which knows nothing of clock changes. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const LONGEST_NAME = 64;
/** There are some 600 names; more come only from other spellings of the same. */
const MOST_FORMATTERS = 1_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

export function isTimeZone(name: string): boolean {
  if (name.length > LONGEST_NAME || !NAME.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', timeZoneName: 'longOffset' });
  if (formatters.size >= MOST_FORMATTERS) formatters.clear();
  formatters.set(zone, made);
  return made;
}

/** What the zone's clocks are ahead of UTC at an instant, in ms. Throws RangeError where there is no such zone. */
export function offsetMsAt(zone: string, at: number): number {
  const found = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(formatterOf(zone).format(at));
  if (found === null) return 0;
  const [, sign, hours, minutes, seconds = 0] = found;
  const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === '-' ? -size : size;
}

/** What the zone's clocks show at an instant (a *reading*, see `cron.ts`). */
export function readingAt(zone: string, at: number): number {
  return at + offsetMsAt(zone, at);
}

/** The first instant in (from, to] whose offset is no longer that of `from`; null where both ends have the same. */
export function findClockChange(zone: string, from: number, to: number): number | null {
  const before = offsetMsAt(zone, from);
  if (offsetMsAt(zone, to) === before) return null;
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMsAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The instant at which the zone's clocks show a reading: the first of two where clocks went back over it, and where they
 * were put forward past it the instant of that change. So a later reading never gives an earlier instant.
 */
export function instantOf(zone: string, reading: number): number {
  const before = offsetMsAt(zone, reading - DAY_MS);
  const after = offsetMsAt(zone, reading + DAY_MS);
  const [first, second] = [reading - Math.max(before, after), reading - Math.min(before, after)];
  for (const at of [first, second]) if (readingAt(zone, at) === reading) return at;
  return findClockChange(zone, first, second) ?? second;
}
