import { describe, expect, it } from 'vitest';
import { createHistoryKeeper, KEPT_SUCCESSES, writeKept } from './history-keeper.ts';

const { rate, burst } = KEPT_SUCCESSES.perUseCase;

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
    expect(keptCount).toBeGreaterThanOrEqual(60 * rate);
    expect(keptCount).toBeLessThanOrEqual(60 * rate + burst);
  });

  it('of ten thousand busy use cases keeps what an engine can write, and something of each', () => {
    const keeper = createHistoryKeeper();
    const kept = new Map<number, number>();
    const countOf = (useCaseNo: number) => kept.get(useCaseNo) ?? 0;
    for (let ms = 0; ms < 30_000; ms += 1_000)
      for (let useCaseNo = 0; useCaseNo < 10_000; useCaseNo++)
        for (let job = 0; job < 5; job++) if (keeper.admits(useCaseNo, ms)) kept.set(useCaseNo, countOf(useCaseNo) + 1);
    const total = [...kept.values()].reduce((sum, count) => sum + count, 0);
    const { perEngine } = KEPT_SUCCESSES;
    expect(total).toBeLessThanOrEqual(perEngine.burst + 30 * perEngine.rate + 3 * 10_000);
    expect(kept.size).toBe(10_000);
    expect(Math.min(...kept.values())).toBeGreaterThanOrEqual(3);
  });

  it('earns nothing from a clock that goes back', () => {
    const keeper = createHistoryKeeper();
    while (keeper.admits(1, 10_000));
    expect(keeper.admits(1, 0)).toBe(false);
    expect(keeper.admits(1, 10_000)).toBe(false);
  });

  it('uses nothing up for a write that fails, so that its repeat keeps the same', async () => {
    const keeper = createHistoryKeeper();
    const tryAll = (isExecuted: boolean) =>
      writeKept(keeper, async (admits) => {
        const kept = Array.from({ length: burst }, () => admits(1, 1_000)).filter(Boolean).length;
        if (!isExecuted) throw new Error('away');
        return kept;
      });
    for (let tries = 0; tries < 3; tries++) await expect(tryAll(false)).rejects.toThrow('away');
    expect(await tryAll(true)).toBe(burst);
    expect(keeper.admits(1, 1_000)).toBe(false);
  });
});
