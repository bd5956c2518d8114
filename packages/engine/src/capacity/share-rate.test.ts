import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareRate, wantOf } from './share-rate.ts';

const limits = fc.double({ min: 1, max: 1e6, noNaN: true });
const wants = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('shareRate', () => {
  it.each([
    [100, [10, 1_000], [10, 90]],
    [100, [500, 1_000], [50, 50]],
    [100, [10, 30], [40, 60]],
    [90, [10, 100, 100], [10, 40, 40]],
    [100, [0], [100]],
  ])('%d among %j is %j', (limit, wanted, expected) => {
    expect(shareRate(limit, wanted)).toEqual(expected);
  });

  it('gives out the limit, no more and no less', () => {
    fc.assert(
      fc.property(limits, wants, (limit, wanted) => {
        const shares = shareRate(limit, wanted);
        expect(sum(shares)).toBeCloseTo(limit, 4);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('leaves nothing idle that somebody wants', () => {
    fc.assert(
      fc.property(limits, wants, (limit, wanted) => {
        const used = sum(shareRate(limit, wanted).map((share, index) => Math.min(share, wanted[index] ?? 0)));
        expect(used).toBeCloseTo(Math.min(limit, sum(wanted)), 4);
      }),
    );
  });

  it('gives nobody less than it wants while another has more', () => {
    fc.assert(
      fc.property(limits, wants, (limit, wanted) => {
        const shares = shareRate(limit, wanted);
        for (const [index, share] of shares.entries())
          if (share < (wanted[index] ?? 0) - 1e-6) expect(Math.max(...shares)).toBeLessThanOrEqual(share + 1e-6);
      }),
    );
  });

  it('depends on who asks, not on the order', () => {
    fc.assert(
      fc.property(limits, wants, (limit, wanted) => {
        const backwards = shareRate(limit, wanted.toReversed()).toReversed();
        for (const [index, share] of shareRate(limit, wanted).entries())
          expect(share).toBeCloseTo(backwards[index] ?? Number.NaN, 4);
      }),
    );
  });
});

describe('wantOf', () => {
  it('is a little more than was asked, and never nothing', () => {
    expect(wantOf(100, 1_000, 2)).toBeCloseTo(102);
    expect(wantOf(0, 1_000, 2)).toBe(25);
  });
});
