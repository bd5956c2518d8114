import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';
import { describe, expect, it } from 'vitest';
import { bandLabelSide, countAxis, durationAxis, rateAxis, timeTicks, zoomWindow } from './prepare-axis.ts';

describe('timeTicks', () => {
  it('stands on round minutes and never crowds', () => {
    const ticks = timeTicks(61_000, 61_000 + 15 * MINUTE_MS, { most: 6 });
    expect(ticks).toEqual([5, 10, 15].map((minutes) => minutes * MINUTE_MS));
  });
  it('stands on round hours of a zone that is half an hour off', () => {
    const ticks = timeTicks(0, 6 * HOUR_MS, { most: 6, zoneOffsetMs: 30 * MINUTE_MS });
    expect(ticks[0]).toBe(30 * MINUTE_MS);
  });
});

describe('durationAxis', () => {
  it('holds the values and the tolerance between round durations on a log scale', () => {
    expect(durationAxis([3, 450, 5_000], 'log')).toEqual({
      scale: 'log',
      domain: [1, 10_000],
      ticks: [1, 10, 100, 1_000, 10_000],
    });
  });
  it('leaves room above the largest for its label', () => {
    expect(durationAxis([100, 60_000], 'log').domain).toEqual([100, 600_000]);
  });
  it('never starts a log scale at zero', () => {
    expect(durationAxis([0, 0.5], 'log').domain[0]).toBe(1);
  });
  it('starts a linear scale at zero with round steps', () => {
    expect(durationAxis([0, 4_200], 'linear').ticks).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
  });
  it('has an axis even when nothing was measured', () => {
    expect(durationAxis([], 'log').domain).toEqual([1, 10]);
  });
});

describe('countAxis', () => {
  it.each([
    [[0], [0, 1]],
    [[7], [0, 2, 4, 6, 8]],
    [[1], [0, 1]],
    [[3], [0, 1, 2, 3]],
    [[42_000], [0, 10_000, 20_000, 30_000, 40_000, 50_000]],
  ])('%s', (values, ticks) => expect(countAxis(values).ticks).toEqual(ticks));
  it('has parts of one for rates only', () => {
    expect(rateAxis([1.5]).ticks).toEqual([0, 0.5, 1, 1.5]);
  });
});

describe('zoomWindow', () => {
  it('takes a drag in either direction and snaps to steps', () => {
    expect(zoomWindow(71_000, 12_000, 10_000)).toEqual({ fromAt: 10_000, toAt: 80_000 });
  });
  it('takes a click for a click', () => expect(zoomWindow(12_000, 15_000, 10_000)).toBeNull());
});

it('lets the label of a band run into the chart', () => {
  const window = { fromAt: 0, toAt: 100 };
  expect(bandLabelSide({ startedAt: 10 }, window)).toBe('insideTopLeft');
  expect(bandLabelSide({ startedAt: 80 }, window)).toBe('insideTopRight');
});
