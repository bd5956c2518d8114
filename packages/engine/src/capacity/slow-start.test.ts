import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceSlowStart,
  beginSlowStart,
  beginUnknown,
  countStarts,
  forgetEarlier,
  type SlowStart,
  scaleSlowStart,
  slowStartLimit,
  slowStartOpensAt,
  slowStartReleased,
} from './slow-start.ts';

const WINDOW_MS = 60_000;
const SECOND_MS = 1_000;

/** Jobs as they come, by second; returns what started in each, and the state in which that left it. */
function play(arrivals: readonly number[], begin: SlowStart = beginSlowStart(0)) {
  let state = begin;
  let waiting = 0;
  const started = arrivals.map((count, second) => {
    const now = second * SECOND_MS;
    state = advanceSlowStart(state, now);
    waiting += count;
    const starting = Math.min(waiting, Math.max(0, slowStartReleased(state, now) - state.count));
    state = countStarts(state, starting, now);
    waiting -= starting;
    return starting;
  });
  return { started, waiting, state };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0);
}

function windowsOf(started: readonly number[]): number[] {
  return Array.from({ length: Math.ceil(started.length / 60) }, (_, window) =>
    sum(started.slice(window * 60, window * 60 + 60)),
  );
}

/** So many a second for so many seconds, every so many seconds. */
function waves(
  { perSecond, lastS, everyS, atS }: Record<'perSecond' | 'lastS' | 'everyS' | 'atS', number>,
  untilS: number,
) {
  return Array.from({ length: untilS }, (_, second) => ((second + everyS - atS) % everyS < lastS ? perSecond : 0));
}

describe('slow start', () => {
  it('grows from 100 to 10,000 a minute in 26 windows', () => {
    let state = beginSlowStart(0);
    let windows = 0;
    for (; slowStartLimit(state) < 10_000; windows++)
      state = advanceSlowStart(countStarts(state, slowStartLimit(state), state.windowAt), (windows + 1) * WINDOW_MS);
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
      state = countStarts(state, started, at);
      expect(slowStartOpensAt(state)).toBeGreaterThan(at);
      at = slowStartOpensAt(state);
    }
    expect(state.windowAt / WINDOW_MS).toBe(26);
    // A sixtieth, in whole jobs.
    expect(Math.max(...most)).toBeLessThanOrEqual(0.025);
  });

  it('never grows faster, whenever jobs come', () => {
    const rates = fc.array(fc.constantFrom(0, 0, 1, 5, 40, 500), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rates, fc.integer({ min: 5, max: 70 }), (rates, stretchS) => {
        const { started } = play(rates.flatMap((rate) => Array<number>(stretchS).fill(rate)));
        const windows = windowsOf(started);
        for (const [index, count] of windows.entries()) {
          expect(count).toBeLessThanOrEqual(100 * 1.2 ** index);
          // Of any minute of the ten minutes before: by the pieces of ten seconds that make them.
          const before = started.slice(Math.max(0, index * 60 - 600), index * 60);
          const minutes = before.flatMap((_, from) => (from % 10 === 0 ? [sum(before.slice(from, from + 60))] : []));
          expect(count).toBeLessThanOrEqual(Math.max(100, 1.2 * Math.max(0, ...minutes)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lets a wave through at once that is no larger than one of the last ten minutes, wherever in a minute it begins', () => {
    const shapes = fc.record({
      perSecond: fc.integer({ min: 2, max: 6 }),
      lastS: fc.integer({ min: 60, max: 200 }),
      everyS: fc.integer({ min: 240, max: 500 }),
      atS: fc.integer({ min: 0, max: 239 }),
    });
    fc.assert(
      fc.property(shapes, (shape) => {
        const arrivals = waves(shape, 4 * 3_600);
        const { started } = play(arrivals);
        const hourS = 3_600;
        expect(started.slice(hourS)).toEqual(arrivals.slice(hourS));
      }),
      { numRuns: 60 },
    );
  });

  it('begins anew after ten minutes without a wave', () => {
    const wave = { perSecond: 6, lastS: 120, everyS: 900, atS: 0 };
    const { started } = play(waves(wave, 3_600));
    expect(sum(started.slice(2_700, 2_760))).toBe(100);
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
    expect(slowStartReleased({ ...beginSlowStart(500), limit: 1_200 }, 500 + pastMs)).toBe(count);
  });

  it('opens exactly when one more may start', () => {
    const counts = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 100, max: 18_000 }), (count, limit) => {
        const state = { ...beginSlowStart(500), count, limit };
        const opensAt = slowStartOpensAt(state);
        if (count >= limit) expect(opensAt).toBe(500 + WINDOW_MS);
        else if (count >= slowStartReleased(state, 500)) {
          expect(slowStartReleased(state, opensAt)).toBeGreaterThan(count);
          expect(slowStartReleased(state, opensAt - 1)).toBeLessThanOrEqual(count);
        }
      }),
    );
  });

  it('does not forget what it had grown to while a downstream is cut', () => {
    let { state } = play(Array<number>(1_800).fill(10));
    const before = slowStartLimit(state);
    for (let window = 30; window <= 50; window++) state = advanceSlowStart(state, window * WINDOW_MS, true);
    expect(slowStartLimit(state)).toBe(before);
    expect(slowStartLimit(advanceSlowStart(state, 51 * WINDOW_MS))).toBeGreaterThanOrEqual(600);
  });

  it('where nobody knows what started before, counts for a minute and grows from that', () => {
    const { state } = play(Array<number>(61).fill(50), beginUnknown(0));
    expect(slowStartLimit(state)).toBe(3_600);
  });

  it('follows the shards: of half of them half of what was started, of all of them all', () => {
    const { state } = play(Array<number>(1_801).fill(20), beginUnknown(0));
    const half = scaleSlowStart(state, 0.5);
    expect([slowStartLimit(state), slowStartLimit(half)]).toEqual([1_440, 720]);
    const whole = beginUnknown(1_801_000, scaleSlowStart(half, 2));
    expect(slowStartLimit(whole)).toBe(Number.POSITIVE_INFINITY);
    expect(slowStartLimit(advanceSlowStart(whole, 1_861_000))).toBe(1_440);
  });

  it("after a grant's end counts the last minutes alone", () => {
    const { state } = play([...Array<number>(1_800).fill(20), ...Array<number>(181).fill(4)], beginUnknown(0));
    expect(slowStartLimit(state)).toBe(1_440);
    expect(slowStartLimit(forgetEarlier(state))).toBe(288);
  });
});
