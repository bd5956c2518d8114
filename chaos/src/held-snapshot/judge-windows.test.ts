import { describe, expect, it } from 'vitest';
import { judge, measure, split } from './judge-windows.ts';

describe('the figures of a stretch of time', () => {
  it('are those of its starts', () => {
    const starts = Array.from({ length: 500 }, (_, index) => ({ startedAt: index * 10, delayMs: index % 100 }));
    expect(measure(starts, { fromAt: 0, toAt: 5_000 })).toEqual({ startsPerSecond: 100, p50Ms: 49, p99Ms: 98 });
    expect(measure([], { fromAt: 0, toAt: 5_000 })).toEqual({ startsPerSecond: 0, p50Ms: 0, p99Ms: 0 });
  });

  it('come in equal parts', () => {
    const parts = split({ fromAt: 0, toAt: 150 }, 60);
    expect(parts.length).toBe(3);
    expect(parts.at(-1)).toEqual({ fromAt: 100, toAt: 150 });
  });
});

describe('the verdict', () => {
  const figures = { startsPerSecond: 2_000, p50Ms: 5, p99Ms: 20 };
  const alarm = { afterMs: 70_000, namesHolder: true };
  const good = { before: figures, last: figures, alarm };
  it.each([
    ['all kept', good, {}],
    ['too few starts', { ...good, last: { ...figures, startsPerSecond: 1_899 } }, { rateShare: false }],
    ['starts that wait', { ...good, last: { ...figures, p99Ms: 41 } }, { p99Factor: false }],
    ['no alarm', { ...good, alarm: null }, { alarmMs: false }],
    ['an alarm that is late', { ...good, alarm: { ...alarm, afterMs: 75_001 } }, { alarmMs: false }],
    ['an alarm about somebody else', { ...good, alarm: { ...alarm, namesHolder: false } }, { alarmMs: false }],
  ])('%s', (_, judged, broken) => {
    expect(judge(judged)).toEqual({ rateShare: true, p99Factor: true, alarmMs: true, ...broken });
  });
});
