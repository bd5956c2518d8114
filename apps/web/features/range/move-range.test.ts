import { DAY_MS, MINUTE_MS } from '@leeway/domain/units';
import { expect, it } from 'vitest';
import { moveRange } from './move-range.ts';

const range = { fromAt: 10 * MINUTE_MS, toAt: 20 * MINUTE_MS };
const minutes = (from: number, to: number) => ({ fromAt: from * MINUTE_MS, toAt: to * MINUTE_MS });

it('moves by half its width', () => {
  expect(moveRange(range, 'earlier')).toEqual(minutes(5, 15));
  expect(moveRange(range, 'later')).toEqual(minutes(15, 25));
});

it('zooms about its middle', () => {
  expect(moveRange(range, 'closer')).toEqual(minutes(12.5, 17.5));
  expect(moveRange(range, 'wider')).toEqual(minutes(5, 25));
});

it('stops at a minute and at a day', () => {
  expect(moveRange(minutes(0, 1), 'closer')).toEqual(minutes(0, 1));
  const wide = moveRange({ fromAt: 10 * DAY_MS, toAt: 11 * DAY_MS }, 'wider');
  expect(wide.toAt - wide.fromAt).toBe(DAY_MS);
});
