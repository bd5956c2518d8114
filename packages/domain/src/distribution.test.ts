import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addValue,
  type Buckets,
  bucketOf,
  bucketValue,
  countAbove,
  mergeInto,
  quantilesOf,
  RELATIVE_ERROR,
} from './distribution.ts';

const milliseconds = fc.double({ min: 1, max: 86_400_000, noNaN: true });

function sketchOf(values: readonly number[]): Buckets {
  const buckets: Buckets = new Map();
  for (const value of values) addValue(buckets, value);
  return buckets;
}

describe('distribution', () => {
  it('stands for every value within the relative error', () => {
    fc.assert(
      fc.property(milliseconds, (value) => {
        expect(Math.abs(bucketValue(bucketOf(value)) - value)).toBeLessThanOrEqual(value * RELATIVE_ERROR * 1.000001);
      }),
    );
  });

  it('gives quantiles within the relative error of the sorted values', () => {
    fc.assert(
      fc.property(fc.array(milliseconds, { minLength: 1, maxLength: 200 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        for (const quantile of [0.5, 0.95, 0.99]) {
          const exact = sorted[Math.floor(quantile * (sorted.length - 1))] ?? 0;
          const [found] = quantilesOf(sketchOf(values), [quantile]);
          expect(Math.abs((found ?? 0) - exact)).toBeLessThanOrEqual(exact * RELATIVE_ERROR * 1.000001);
        }
      }),
    );
  });

  it('merges to the sketch of all values together', () => {
    fc.assert(
      fc.property(fc.array(milliseconds), fc.array(milliseconds), (one, other) => {
        const merged = sketchOf(one);
        mergeInto(merged, sketchOf(other));
        const byBucket = (buckets: Buckets) => [...buckets].sort(([a], [b]) => a - b);
        expect(byBucket(merged)).toEqual(byBucket(sketchOf([...one, ...other])));
      }),
    );
  });

  it('says null, not zero, where it is empty', () => {
    expect(quantilesOf(new Map(), [0.5, 0.99])).toEqual([null, null]);
  });

  it('counts what lies above a bound', () => {
    expect(countAbove(sketchOf([1, 10, 100, 1_000]), 50)).toBe(2);
    expect(countAbove(sketchOf([1, 10]), 10)).toBe(0);
  });

  it('puts everything below a millisecond into bucket 0', () => {
    expect(bucketOf(0)).toBe(0);
    expect(bucketOf(0.99)).toBe(0);
    expect(bucketOf(1)).toBe(1);
  });
});
