import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options });
  formats.set(key, made);
  return made;
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const MOMENT = { ...DAY, ...CLOCK, second: '2-digit', timeZoneName: 'short' } as const;

/** `14:05`, or `14:05:30` with seconds. */
export function formatClock(at: number, timeZone: string, withSeconds = false): string {
  return formatIn(timeZone, withSeconds ? { ...CLOCK, second: '2-digit' } : CLOCK).format(at);
}

/** `Sat 31 Jan 2026, 14:05:30.120 UTC+1`: nothing left to guess. */
export function formatInstant(at: number, timeZone: string): string {
  return formatIn(timeZone, { ...MOMENT, fractionalSecondDigits: 3 }).format(at);
}

/** `Sat 31 Jan 2026, 14:05:30 GMT+1`: whole seconds, the zone's own clock. */
export function formatMoment(at: number, timeZone: string): string {
  return formatIn(timeZone, MOMENT).format(at);
}

/** `31 Jan, 14:05`. */
export function formatDayAndClock(at: number, timeZone: string): string {
  return formatIn(timeZone, { day: 'numeric', month: 'short', ...CLOCK }).format(at);
}

/** `GMT+1` or `UTC`: what the clocks on screen count in. */
export function formatZone(at: number, timeZone: string): string {
  const parts = formatIn(timeZone, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

/** `just now`, `12 s ago`, `in 5 min`, `3 d ago`. */
export function formatRelative(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 2 * SECOND_MS) return 'just now';
  return at > now ? `in ${formatDistance(distance, Math.round)}` : `${formatDistance(distance, Math.floor)} ago`;
}

function formatDistance(ms: number, round: (value: number) => number): string {
  if (ms < MINUTE_MS) return `${round(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${round(ms / MINUTE_MS)} min`;
  return ms < 2 * DAY_MS ? `${round(ms / HOUR_MS)} h` : `${round(ms / DAY_MS)} d`;
}
