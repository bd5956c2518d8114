import { DAY_MS, MINUTE_MS } from '@leeway/domain/units';
import { expect, it } from 'vitest';
import { decideRange } from './decide-range.ts';

const url = { range: '15m', fromAt: null, toAt: null } as const;

it('moves with now unless both ends are given', () => {
  expect(decideRange(url)).toEqual({ rangeMs: 15 * MINUTE_MS });
  expect(decideRange({ ...url, toAt: 5_000 })).toEqual({ rangeMs: 15 * MINUTE_MS });
});
it('pins a range with both ends', () => {
  expect(decideRange({ ...url, fromAt: 1_000_000, toAt: 1_600_000 })).toEqual({ rangeMs: 600_000, toAt: 1_600_000 });
});
it('bends what cannot be shown', () => {
  expect(decideRange({ ...url, fromAt: 0, toAt: 10 * DAY_MS }).rangeMs).toBe(DAY_MS);
  expect(decideRange({ ...url, fromAt: 0, toAt: 10 }).rangeMs).toBe(MINUTE_MS);
  expect(decideRange({ ...url, fromAt: 10, toAt: 5 })).toEqual({ rangeMs: 15 * MINUTE_MS });
});
