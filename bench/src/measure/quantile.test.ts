import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, quantile } from './quantile.ts';

it('is a value that the share of all does not exceed', () => {
  const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.5, 0.9, 0.99), (list, share) => {
      const found = quantile(list, share);
      expect(list).toContain(found);
      expect(list.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * list.length);
      expect(list.filter((value) => value < found).length).toBeLessThan(share * list.length);
    }),
  );
});

it('knows the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([5])]).toEqual([2, 2.5, 5]);
  expect(median([])).toBeNaN();
});
