import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisOf, decideWindow, endOfAxis, stepSince } from './chart-window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_800_000_004_321;

describe('the window of a chart', () => {
  test.each([
    [MINUTE, 10_000],
    [30 * MINUTE, 10_000],
    [30 * MINUTE + 1, 60_000],
    [24 * HOUR, 60_000],
  ])('of %i ms has steps of %i ms', (rangeMs, stepMs) => {
    expect(decideWindow({ rangeMs }, NOW).stepMs).toBe(stepMs);
  });

  test('that lies long back has coarse steps, since fine ones are not kept', () => {
    expect(decideWindow({ rangeMs: 30 * MINUTE, toAt: NOW - 3 * HOUR }, NOW).stepMs).toBe(60_000);
    expect(decideWindow({ rangeMs: 30 * MINUTE, toAt: NOW - HOUR }, NOW).stepMs).toBe(10_000);
    expect([stepSince(NOW - HOUR, NOW), stepSince(NOW - 3 * HOUR, NOW)]).toEqual([10_000, 60_000]);
  });

  test('never ends in the future', () => {
    expect(decideWindow({ rangeMs: HOUR, toAt: NOW + HOUR }, NOW).toAt).toBe(NOW);
  });

  test('is covered by its axis, whatever is asked', () => {
    const request = fc.record({ rangeMs: fc.integer({ min: MINUTE, max: 24 * HOUR }), toAt: fc.nat({ max: NOW }) });
    fc.assert(
      fc.property(request, (asked) => {
        const window = decideWindow(asked, NOW);
        const axis = axisOf(window);
        expect(axis.every((at) => at % window.stepMs === 0)).toBe(true);
        expect(axis.at(0)).toBe(axis.length === 0 ? undefined : window.fromAt);
        expect(window.fromAt + axis.length * window.stepMs).toBe(endOfAxis(window));
        expect(window.fromAt).toBeLessThanOrEqual(Math.max(0, asked.toAt - asked.rangeMs));
        expect(axis.length).toBeLessThanOrEqual(1_442);
      }),
    );
  });
});
