import { expect, it } from 'vitest';
import { TierClock } from './tier-clock.ts';

const HOUR = 3_600_000;

function clockOf(differences: readonly number[]): TierClock {
  const clock = new TierClock();
  for (const difference of differences) clock.observe(1_000_000, 1_000_000 + difference);
  return clock;
}

it.each([
  ['nothing is known', [], null],
  ['a clock that is right', [40], 40],
  ['slow answers are no difference', [9_000, 30, 5_000], 30],
  ['an hour ahead', [HOUR + 80, HOUR + 20], HOUR + 20],
  ['an hour behind', [80 - HOUR, 20 - HOUR], 20 - HOUR],
  ['a clock that is set while the page is open', [10, 20, HOUR + 30, HOUR + 10, HOUR + 40], HOUR + 10],
  ['a clock that is set back', [HOUR, HOUR, 12], 12],
])('%s', (_, differences, aheadMs) => {
  expect(clockOf(differences).aheadMs).toBe(aheadMs);
});

it('is not sure after one answer', () => {
  expect([clockOf([]).isSure, clockOf([5]).isSure, clockOf([5, 6]).isSure]).toEqual([false, false, true]);
});
