import { expect, it } from 'vitest';
import { describeLimit } from './describe-limit.ts';

it.each([
  [null, 'unknown'],
  [{ limitPerSecond: null, engineCount: 2, limitedCount: 0 }, 'no limit'],
  [{ limitPerSecond: 40, engineCount: 1, limitedCount: 1 }, '40/s'],
  [{ limitPerSecond: 80, engineCount: 2, limitedCount: 2 }, '80/s, 2 engines together'],
  [{ limitPerSecond: 65, engineCount: 3, limitedCount: 1 }, 'about 65/s: 1 of 3 engines limit it'],
])('of %j says %s', (live, text) => expect(describeLimit(live)).toBe(text));
