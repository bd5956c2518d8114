import { describe, expect, it } from 'vitest';
import { instantOf, isTimeZone, offsetMsAt } from './time-zone.ts';
import { HOUR_MS, MINUTE_MS } from './units.ts';

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'US/Pacific'])(
    'is known as %s',
    (name) => expect(isTimeZone(name)).toBe(true),
  );

  it.each(['', 'Europe/Atlantis', '+02:00', 'Z', 'local', 'Europe/Berlin ', 'x'.repeat(5_000), '../etc/passwd'])(
    'is not known as %j',
    (name) => expect(isTimeZone(name)).toBe(false),
  );

  it.each([
    ['UTC', '2026-07-01T00:00:00Z', 0],
    ['Europe/Berlin', '2026-07-01T00:00:00Z', 2 * HOUR_MS],
    ['Europe/Berlin', '2026-01-01T00:00:00Z', HOUR_MS],
    ['America/St_Johns', '2026-01-01T00:00:00Z', -(3 * HOUR_MS + 30 * MINUTE_MS)],
    ['Pacific/Chatham', '2026-01-01T00:00:00Z', 13 * HOUR_MS + 45 * MINUTE_MS],
  ])('%s is ahead of UTC at %s by %i ms', (zone, at, ms) => {
    expect(offsetMsAt(zone, Date.parse(at))).toBe(ms);
  });

  it('tells the instant of what its clocks show, to the millisecond', () => {
    expect(instantOf('Europe/Berlin', Date.parse('2026-07-01T12:00:00.123Z'))).toBe(
      Date.parse('2026-07-01T10:00:00.123Z'),
    );
  });
});
