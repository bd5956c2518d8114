import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFireTimes } from './fire-times.ts';
import { compareFires } from './testing/compare-fires.ts';
import { FIRE_SETS, TEN_YEARS, ZONES } from './testing/fire-cases.ts';
import { type FireSets, listClockChanges, toExpression } from './testing/fire-oracle.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';

function fires(expression: string, zone: string, from: string, count: number): string[] {
  const times = createFireTimes(expression, zone);
  const found: string[] = [];
  for (let at = times.next(Date.parse(from)); at !== null && found.length < count; at = times.next(at))
    found.push(new Date(at).toISOString().slice(0, 16));
  return found;
}

describe('across a change of the clock', () => {
  it.each([
    [
      'a time that is left out fires at the change',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'times that are left out together fire once',
      '*/10 2,3 * * *',
      'Europe/Berlin',
      '2026-03-29T00:55:00Z',
      ['2026-03-29T01:00', '2026-03-29T01:10'],
    ],
    [
      'a time that comes twice fires at its first',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'also asked in the second of the two hours',
      '45 2 * * *',
      'Europe/Berlin',
      '2026-10-25T01:15:00Z',
      ['2026-10-26T01:45'],
    ],
    [
      'every hour goes on through the repeated one',
      '30 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:45:00Z',
      ['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30'],
    ],
    [
      'every hour makes nothing up',
      '30 * * * *',
      'Europe/Berlin',
      '2026-03-29T00:00:00Z',
      ['2026-03-29T00:30', '2026-03-29T01:30'],
    ],
    [
      'clocks that change by half an hour',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      ['2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      'a midnight that does not exist',
      '0 0 * * *',
      'America/Havana',
      '2026-03-07T12:00:00Z',
      ['2026-03-08T05:00', '2026-03-09T04:00'],
    ],
    [
      'a whole day that does not exist',
      '0 9 * * *',
      'Pacific/Apia',
      '2011-12-29T00:00:00Z',
      ['2011-12-29T19:00', '2011-12-30T10:00', '2011-12-30T19:00'],
    ],
    [
      'every hour over that day',
      '0 * * * *',
      'Pacific/Apia',
      '2011-12-30T09:30:00Z',
      ['2011-12-30T10:00', '2011-12-30T11:00'],
    ],
    [
      '29 February, years away',
      '0 * 29 2 *',
      'Europe/Berlin',
      '2028-02-29T22:00:00Z',
      ['2032-02-28T23:00', '2032-02-29T00:00'],
    ],
  ])('%s', (_name, expression, zone, from, expected) => {
    expect(fires(expression, zone, from, expected.length)).toEqual(expected);
  });
});

const SEVEN = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
];

describe('on machines in other time zones', () => {
  it('schedules fire at the same instants', async () => {
    const program = path.join(import.meta.dirname, 'testing/print-fires.ts');
    const printed = await Promise.all(
      SEVEN.map(
        async (TZ) => (await promisify(execFile)(process.execPath, [program, ...SEVEN], { env: { TZ } })).stdout,
      ),
    );
    expect(printed[0]?.split('\n').length).toBeGreaterThan(1_000);
    expect(new Set(printed).size).toBe(1);
  }, 60_000);
});

const numbers = (min: number, max: number, most: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most }).map((set) => set.sort((a, b) => a - b));
const orNone = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { nil: null, freq });
/** A set that leaves no hour out is another word for an asterisk: see `isEveryHour`. */
const sets: fc.Arbitrary<FireSets> = fc.record({
  seconds: fc.oneof({ weight: 4, arbitrary: fc.constant([0]) }, numbers(0, 59, 2)),
  minutes: numbers(0, 59, 4),
  hours: orNone(fc.oneof(numbers(0, 4, 4), numbers(0, 23, 4)), 2),
  days: orNone(numbers(1, 31, 8), 1),
  months: orNone(numbers(1, 12, 6), 1),
  weekdays: orNone(numbers(0, 6, 4), 1),
});
const changes = ZONES.flatMap((zone) => listClockChanges({ zone, ...TEN_YEARS }).map((at) => ({ zone, at })));
const spans = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...changes) },
  fc.record({ zone: fc.constantFrom(...ZONES), at: fc.integer({ min: TEN_YEARS.from, max: TEN_YEARS.to }) }),
);

describe('beside Temporal', () => {
  it('the changes of 10 years in these zones are there', () => {
    expect(changes.length).toBeGreaterThan(250);
  });

  it.each(FIRE_SETS.map((each) => [toExpression(each), each] as const))(
    '%s fires at the same instants at a change of each zone',
    (_text, each) => {
      for (const zone of ZONES) {
        const at = changes.findLast((change) => change.zone === zone)?.at ?? TEN_YEARS.from;
        expect(compareFires(each, { zone, from: at - DAY_MS, to: at + DAY_MS }).differences).toEqual([]);
      }
    },
  );

  it('any expression fires at the same instants around any change, in any zone, asked at any moment', () => {
    const property = fc.property(sets, spans, fc.integer({ min: 0, max: 30 * HOUR_MS }), (each, { zone, at }, lead) => {
      expect(compareFires(each, { zone, from: at - lead, to: at + 2 * DAY_MS }).differences).toEqual([]);
    });
    fc.assert(property, { numRuns: 700 });
  }, 60_000);

  it('rises, and never names an instant twice', () => {
    const property = fc.property(sets, spans, (each, { zone, at }) => {
      const times = createFireTimes(toExpression(each), zone);
      const first = times.next(at - MINUTE_MS);
      if (first === null) return;
      expect(first).toBeGreaterThan(at - MINUTE_MS);
      expect(times.next(first) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(first);
      expect(times.next(first - 1)).toBe(first);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
