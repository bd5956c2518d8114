import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './units.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** A whole number of something that is counted, whose bounds are told with their unit. */
export function wholeNumber({ min, max }: Range, unit: string) {
  return z
    .int(`A whole number of ${unit}`)
    .min(min, `At least ${countOf(min, unit)}`)
    .max(max, `At most ${countOf(max, unit)}`);
}

/** A length of time in whole ms, whose bounds are told in the unit that a person would say them in. */
export function lengthMs({ min, max }: Range) {
  return z
    .int('A whole number of ms')
    .min(min, `At least ${sayMs(min)}`)
    .max(max, `At most ${sayMs(max)}`);
}

/** `1 job`, `2,000 jobs`, `1 job per second`. */
function countOf(count: number, unit: string): string {
  const [noun = '', ...rest] = unit.split(' ');
  const one = noun.length > 2 && /[a-z]s$/.test(noun) ? noun.slice(0, -1) : noun;
  return [count.toLocaleString('en'), count === 1 ? one : noun, ...rest].join(' ');
}

const UNITS = [
  [DAY_MS, 'd'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'min'],
  [SECOND_MS, 's'],
] as const;

/** `30 d`, `24 h`, `500 ms`; a day is said as 24 hours. */
function sayMs(ms: number): string {
  const unit = UNITS.find(([size]) => ms >= size && ms % size === 0 && !(size === DAY_MS && ms === DAY_MS));
  return unit === undefined ? `${ms.toLocaleString('en')} ms` : `${ms / unit[0]} ${unit[1]}`;
}
