import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

it('puts the largest at the top and zero on the ground', () => {
  expect(sparklinePath([0, 10, 5], 42, 20)).toBe('M1.0 18.5L21.0 1.5L41.0 10.0');
});
it('is a flat line for zeros, not a division by zero', () => {
  expect(sparklinePath([0, 0], 42, 20)).toBe('M1.0 18.5L41.0 18.5');
});
it('is nothing for nothing', () => expect(sparklinePath([], 42, 20)).toBe(''));
