import { expect, test } from 'vitest';
import { beginDemand, isSilent, settleDemand } from './rate-demand.ts';

test('knows within two seconds what comes, and follows what changes', () => {
  const demand = beginDemand(100, 1, 0);
  const askFor = (seconds: number, perSecond: number, from: number) => {
    for (let second = 1; second <= seconds; second++) {
      demand.askedCount += perSecond;
      settleDemand(demand, from + second * 1_000);
    }
  };
  demand.askedCount = 4;
  settleDemand(demand, 50);
  expect(demand.askedPerSecond).toBeLessThanOrEqual(4);
  askFor(2, 80, 50);
  expect(demand.askedPerSecond).toBeGreaterThan(75);
  askFor(10, 80, 2_050);
  expect(demand.askedPerSecond).toBeCloseTo(80, 0);
  askFor(5, 0, 12_050);
  expect(demand.askedPerSecond).toBeLessThan(10);
});

test('is silent some seconds after the last ask, unless something waits to be told', () => {
  const demand = beginDemand(100, 1, 0);
  expect(isSilent(demand, 2_000)).toBe(false);
  expect(isSilent(demand, 6_000)).toBe(true);
  demand.askedCount = 1;
  expect(isSilent(demand, 6_000)).toBe(false);
});
