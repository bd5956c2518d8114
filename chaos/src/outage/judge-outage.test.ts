import { describe, expect, it } from 'vitest';
import { judgeOutage, measureOutage } from './judge-outage.ts';
import type { StormSecond } from './storm-clients.ts';

/** Ten good seconds, ten without the store, then the given ones. */
function run(after: readonly number[], retriesAway = 1) {
  const stored = [...Array(10).fill(100), ...Array(10).fill(0), ...after];
  const seconds = stored.map((count, second): StormSecond => {
    const isAway = count === 0;
    return { second, calls: 100, stored: count, first: isAway ? 4 : count, retries: isAway ? retriesAway : 0 };
  });
  return measureOutage({ seconds, mostTries: 3, awayFrom: 10, backFrom: 20 });
}

describe('an outage', () => {
  it('is over when the rate of three seconds is back', () => {
    const figures = run([10, 60, 95, 99, 100, 100]);
    expect(figures).toMatchObject({
      rateBefore: 100,
      backAfterMs: 2_000,
      sentBefore: 100,
      sentAway: 5,
      retryCount: 10,
    });
    expect(judgeOutage(figures, 1)).toEqual({ backAfterMs: true, mostTries: true, retryCount: true, sentAway: true });
  });

  it('is not over where the rate only touches what it was', () => {
    const figures = run([100, 20, 20, 100, 20, 20]);
    expect(figures.backAfterMs).toBeNull();
    expect(judgeOutage(figures, 1).backAfterMs).toBe(false);
  });

  it('must not be kept alive by those who ask again', () =>
    expect(judgeOutage(run([100, 100, 100], 60), 1)).toMatchObject({ retryCount: false, sentAway: false }));
});
