import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { DAY_MS, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from './units.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../../docs/limits.md');

const TIMES = [
  [DAY_MS, 'd'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'min'],
  [SECOND_MS, 's'],
] as const;
const SIZES = [
  [MIB, 'MiB'],
  [KIB, 'KiB'],
] as const;

function formatIn(value: number, units: readonly (readonly [number, string])[], base: string): string {
  const [size, name] = units.find(([unit]) => value >= unit && value % unit === 0) ?? [1, base];
  return `${(value / size).toLocaleString('en')} ${name}`;
}

function format(name: string, value: number): string {
  if (name.endsWith('Ms')) return value === 0 ? '0' : formatIn(value, TIMES, 'ms');
  if (/bytes/i.test(name)) return formatIn(value, SIZES, 'bytes');
  if (name.endsWith('Mb')) return `${value.toLocaleString('en')} MiB`;
  if (name.endsWith('Kb')) return `${value.toLocaleString('en')} KiB`;
  if (name.endsWith('Seconds')) return formatIn(value * SECOND_MS, TIMES, 'ms');
  return value.toLocaleString('en');
}

function formatLimit(name: string, limit: number | { readonly min: number; readonly max: number }): string {
  if (typeof limit === 'number') return format(name, limit);
  return `${format(name, limit.min)} to ${format(name, limit.max)}`;
}

it('docs/limits.md lists every limit with its value, and no other', () => {
  const rows = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)];
  const documented = Object.fromEntries(rows.map(([, name, value]) => [name, value?.trim()]));
  const enforced = Object.entries(LIMITS).map(([name, limit]) => [name, formatLimit(name, limit)]);
  expect(documented).toEqual(Object.fromEntries(enforced));
});
