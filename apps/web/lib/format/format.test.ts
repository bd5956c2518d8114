import { describe, expect, it } from 'vitest';
import { formatDuration, formatDurationTick } from './duration.ts';
import { formatCount, formatNoun, formatRate, formatShare, formatWhole } from './number.ts';
import { formatClock, formatInstant, formatRelative } from './time.ts';

describe('formatDuration', () => {
  it.each([
    [null, 'unknown'],
    [Number.NaN, 'unknown'],
    [0, '0 ms'],
    [0.5, '< 1 ms'],
    [850.4, '850 ms'],
    [999.6, '1 s'],
    [12_345, '12.3 s'],
    [59_990, '1 min'],
    [245_000, '4 min 5 s'],
    [3_600_000, '1 h'],
    [187_200_000, '2 d 4 h'],
    [-1_500, '−1.5 s'],
  ])('%s ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

it.each([
  [0, '0'],
  [250, '250ms'],
  [1_500, '1.5s'],
  [300_000, '5min'],
  [7_200_000, '2h'],
])('tick of %s ms is %s', (ms, text) => expect(formatDurationTick(ms)).toBe(text));

describe('numbers', () => {
  it('shows unknown as unknown, never as 0', () => {
    expect([formatWhole(null), formatCount(undefined), formatRate(null), formatShare(Number.NaN)]).toEqual(
      Array(4).fill('unknown'),
    );
  });
  it('keeps every digit below 10,000 and three above', () => {
    expect([formatCount(9_999), formatCount(12_345), formatCount(3_210_000)]).toEqual(['9,999', '12.3K', '3.21M']);
  });
  it('never rounds a few to none, nor nearly all to all', () => {
    expect([formatShare(0), formatShare(0.0001), formatShare(0.99999), formatShare(1)]).toEqual([
      '0 %',
      '< 0.1 %',
      '> 99.9 %',
      '100 %',
    ]);
  });
  it('has a unit on every rate', () => {
    expect([formatRate(0), formatRate(0.004), formatRate(0.0327), formatRate(12.345), formatRate(45_678)]).toEqual([
      '0/s',
      '<\u00a00.01/s',
      '0.03/s',
      '12.3/s',
      '45.7K/s',
    ]);
  });
  it('agrees in number', () => {
    expect([formatNoun(1, 'job'), formatNoun(0, 'job')]).toEqual(['1 job', '0 jobs']);
  });
});

describe('times', () => {
  const at = Date.UTC(2026, 0, 31, 13, 5, 30, 120);
  it('reads the clock in the reader’s zone', () => {
    expect(formatClock(at, 'Europe/Berlin')).toBe('14:05');
    expect(formatClock(at, 'UTC', true)).toBe('13:05:30');
  });
  it('leaves nothing to guess in an instant', () => {
    expect(formatInstant(at, 'UTC')).toBe('Sat, 31 Jan 2026, 13:05:30.120 UTC');
  });
  it.each([
    [500, 'just now'],
    [12_900, '12 s ago'],
    [-300_000, 'in 5 min'],
    [-7_775_990_000, 'in 90 d'],
    [100_000_000, '27 h ago'],
    [400_000_000, '4 d ago'],
  ])('%s ms back is %s', (distance, text) => expect(formatRelative(at, at + distance)).toBe(text));
});
