import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolateDuration, longestDuration } from './interpolate-duration.ts';

const knots = [
  { quantile: 0.25, ms: 10 },
  { quantile: 0.5, ms: 40 },
  { quantile: 1, ms: 40 },
];

describe('interpolateDuration', () => {
  it.each([
    [0, 10],
    [0.25, 10],
    [0.375, 20],
    [0.5, 40],
    [0.9, 40],
    [1, 40],
  ])('at %f is %f ms', (quantile, expected) => {
    expect(interpolateDuration(knots, quantile)).toBeCloseTo(expected, 9);
  });

  it('leaves zero on a straight line, having no logarithm', () => {
    const fromZero = [
      { quantile: 0, ms: 0 },
      { quantile: 1, ms: 8 },
    ];
    expect(interpolateDuration(fromZero, 0.5)).toBe(4);
  });

  it('never falls as the quantile rises, and stays within what was recorded', () => {
    const quantile = fc.double({ min: 0, max: 1, noNaN: true });
    const recorded = fc
      .array(fc.integer({ min: 0, max: 600_000 }), { minLength: 7, maxLength: 7 })
      .map((values) => values.sort((a, b) => a - b).map((ms, index) => ({ quantile: index / 6, ms })));
    fc.assert(
      fc.property(recorded, quantile, quantile, (drawn, one, other) => {
        const lower = interpolateDuration(drawn, Math.min(one, other));
        const upper = interpolateDuration(drawn, Math.max(one, other));
        expect(lower).toBeLessThanOrEqual(upper * (1 + 1e-9));
        expect(lower).toBeGreaterThanOrEqual((drawn[0]?.ms ?? 0) * (1 - 1e-9));
        expect(upper).toBeLessThanOrEqual(longestDuration(drawn) * (1 + 1e-9));
      }),
    );
  });
});
