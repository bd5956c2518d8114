import { expect, it } from 'vitest';
import { charge, fullBalance, refillBalance, waitForBalance } from './cpu-quota.ts';

/** Starts jobs one after another as soon as the balance allows; returns how many in a minute. */
function startsInAMinute(quota: number, meanCpuMs: number): number {
  let balance = refillBalance(fullBalance(0), quota, 0);
  let count = 0;
  for (let now = 0; now < 60_000; ) {
    balance = refillBalance(balance, quota, now);
    const waitMs = waitForBalance(balance, quota);
    if (waitMs > 0) now += waitMs;
    else {
      balance = charge(balance, meanCpuMs);
      count += 1;
    }
  }
  return count;
}

it('turns a quota into a rate: 2,000 CPU ms a second at 400 a job are 5 jobs a second', () => {
  expect(startsInAMinute(2_000, 400) / 60).toBeCloseTo(5, 0);
});

it('so that jobs of 30 s hold 150 slots', () => {
  expect((startsInAMinute(2_000, 400) / 60) * 30).toBeGreaterThan(145);
  expect((startsInAMinute(2_000, 400) / 60) * 30).toBeLessThan(156);
});
