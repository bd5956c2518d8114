import { describe, expect, it } from 'vitest';
import { createHistoryKeeper, KEPT_SUCCESSES_PER_SECOND } from './history-keeper.ts';

describe('history keeper', () => {
  it('keeps everything of a use case that runs seldom', () => {
    const keeper = createHistoryKeeper();
    const kept = Array.from({ length: 1_000 }, (_, second) => keeper.admits(1, second * 1_000));
    expect(kept.every(Boolean)).toBe(true);
  });

  it('keeps its rate of a use case that runs without end, and no more', () => {
    const keeper = createHistoryKeeper();
    let keptCount = 0;
    for (let ms = 0; ms < 60_000; ms++) if (keeper.admits(1, ms)) keptCount += 1;
    expect(keptCount).toBeGreaterThanOrEqual(60 * KEPT_SUCCESSES_PER_SECOND);
    expect(keptCount).toBeLessThanOrEqual(60 * KEPT_SUCCESSES_PER_SECOND + 500);
  });

  it('earns nothing from a clock that goes back', () => {
    const keeper = createHistoryKeeper();
    while (keeper.admits(1, 10_000));
    expect(keeper.admits(1, 0)).toBe(false);
    expect(keeper.admits(1, 10_000)).toBe(false);
  });
});
