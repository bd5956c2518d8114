import { expect, it } from 'vitest';
import { joinDuration, splitDuration } from './duration-units.ts';

it.each([
  [0, '0', 's'],
  [250, '250', 'ms'],
  [1_500, '1500', 'ms'],
  [90_000, '90', 's'],
  [3_600_000, '1', 'h'],
  [172_800_000, '2', 'd'],
] as const)('%i ms is %s %s, and back', (ms, text, unit) => {
  expect(splitDuration(ms)).toEqual({ text, unit });
  expect(joinDuration({ text, unit })).toBe(ms);
});

it('takes 1.5 min and 1,5 min', () => {
  expect(joinDuration({ text: '1.5', unit: 'min' })).toBe(90_000);
  expect(joinDuration({ text: ' 1,5 ', unit: 'min' })).toBe(90_000);
});

it('has no number for what is none', () => {
  expect(joinDuration({ text: 'soon', unit: 's' })).toBeNaN();
  expect(joinDuration({ text: '', unit: 's' })).toBeNaN();
});
