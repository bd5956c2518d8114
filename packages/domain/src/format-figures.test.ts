import { describe, expect, it } from 'vitest';
import { formatClock, formatDuration, formatShare, formatTimeOfDay } from './format-figures.ts';

describe('format', () => {
  it.each([
    [null, '–'],
    [0.5, '0.5 ms'],
    [12.4, '12 ms'],
    [3_440, '3.4 s'],
    [119_000, '119 s'],
    [250_000, '4.2 min'],
    [7_200_000, '2 h'],
  ])('duration %s → %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [null, '–'],
    [0, '0 %'],
    [0.000_01, '< 0.01 %'],
    [0.000_4, '0.04 %'],
    [0.123_4, '12.3 %'],
    [0.999_9, '99.9 %'],
    [1, '100 %'],
  ])('share %s → %s', (share, text) => expect(formatShare(share)).toBe(text));

  it('tells the time', () => {
    expect(formatTimeOfDay(637 * 60_000 + 59_999)).toBe('10:37');
    expect(formatClock(64_100)).toBe('1:05');
    expect(formatClock(3_723_000)).toBe('1:02:03');
    expect(formatClock(-5)).toBe('0:00');
  });
});
