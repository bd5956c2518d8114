import { describe, expect, it } from 'vitest';
import { advanceSlowStart, beginSlowStart, countStarts, slowStartLimit } from './slow-start.ts';

const WINDOW_MS = 60_000;

describe('slow start', () => {
  it('grows from 100 to 10,000 a minute in 26 windows', () => {
    let state = beginSlowStart(0);
    let windows = 0;
    for (; slowStartLimit(state) < 10_000; windows++)
      state = advanceSlowStart(countStarts(state, slowStartLimit(state)), (windows + 1) * WINDOW_MS);
    expect(windows).toBe(26);
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
