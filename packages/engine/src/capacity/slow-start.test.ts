import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceSlowStart,
  beginSlowStart,
  countStarts,
  slowStartLimit,
  slowStartOpensAt,
  slowStartReleased,
} from './slow-start.ts';

const WINDOW_MS = 60_000;

describe('slow start', () => {
  it('grows from 100 to 10,000 a minute in 26 windows', () => {
    let state = beginSlowStart(0);
    let windows = 0;
    for (; slowStartLimit(state) < 10_000; windows++)
      state = advanceSlowStart(countStarts(state, slowStartLimit(state)), (windows + 1) * WINDOW_MS);
    expect(windows).toBe(26);
  });

  it('does so too where everything starts as soon as it may, and no second has more than its part', () => {
    let state = beginSlowStart(0);
    let at = 0;
    const most: number[] = [];
    while (slowStartLimit(state) < 10_000) {
      state = advanceSlowStart(state, at);
      const started = slowStartReleased(state, at) - state.count;
      if (at % WINDOW_MS > 0) most.push(started / slowStartLimit(state));
      state = countStarts(state, started);
      expect(slowStartOpensAt(state)).toBeGreaterThan(at);
      at = slowStartOpensAt(state);
    }
    expect(state.windowAt / WINDOW_MS).toBe(26);
    // A sixtieth, in whole jobs.
    expect(Math.max(...most)).toBeLessThanOrEqual(0.025);
  });

  it.each([
    [0, 100],
    [4_999, 100],
    [5_000, 120],
    [29_999, 600],
    [30_000, 620],
    [58_999, 1_180],
    [59_000, 1_200],
    [60_000, 1_200],
  ])('of 1,200 a minute lets %i ms after its beginning %i', (pastMs, count) => {
    expect(slowStartReleased({ windowAt: 500, count: 0, lastCount: 1_000 }, 500 + pastMs)).toBe(count);
  });

  it('opens exactly when one more may start', () => {
    const states = fc.record({
      windowAt: fc.constant(500),
      count: fc.integer({ min: 0, max: 20_000 }),
      lastCount: fc.integer({ min: 0, max: 15_000 }),
    });
    fc.assert(
      fc.property(states, (state) => {
        const opensAt = slowStartOpensAt(state);
        if (state.count >= slowStartLimit(state)) expect(opensAt).toBe(500 + WINDOW_MS);
        else if (state.count >= slowStartReleased(state, 500)) {
          expect(slowStartReleased(state, opensAt)).toBeGreaterThan(state.count);
          expect(slowStartReleased(state, opensAt - 1)).toBeLessThanOrEqual(state.count);
        }
      }),
    );
  });

  it('begins anew after a window without a start', () => {
    const grown = { windowAt: 0, count: 1_200, lastCount: 1_000 };
    expect(slowStartLimit(advanceSlowStart(grown, WINDOW_MS))).toBe(1_440);
    expect(slowStartLimit(advanceSlowStart(grown, 2 * WINDOW_MS))).toBe(100);
  });

  it('does not forget what it had grown to while a downstream is cut', () => {
    let state = { windowAt: 0, count: 300, lastCount: 1_000 };
    for (let window = 1; window <= 10; window++) state = advanceSlowStart(state, window * WINDOW_MS, true);
    expect(slowStartLimit(state)).toBe(1_200);
  });
});
