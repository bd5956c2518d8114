import { expect, it } from 'vitest';
import { jainIndex } from './jain.ts';

it.each([
  [[1, 3, 5], 0.771],
  [[2, 2, 2, 2], 1],
  [[7, 0, 0, 0], 0.25],
  [[], 1],
])('of %j is %d', (values, expected) => expect(jainIndex(values)).toBeCloseTo(expected, 3));
