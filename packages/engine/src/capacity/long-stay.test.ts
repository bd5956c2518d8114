import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decayPeak, followNeed, mayStay, type Occupant, shareWithLong, staysLong, UNKNOWN_NEED } from './long-stay.ts';

const pool = { slotCount: 32, heldCount: 0, fairPart: 4, longHeldCount: 0, longPart: 8 };
const minutes = { meanRunMs: 60_000, meanAgeMs: 0 };

describe('staysLong', () => {
  it.each([
    ['nothing has ended yet', { meanRunMs: undefined, meanAgeMs: 0 }, true],
    ['jobs of a minute', minutes, true],
    ['short jobs', { meanRunMs: 200, meanAgeMs: 150 }, false],
    ['short jobs of which some do not end', { meanRunMs: 200, meanAgeMs: 1_000 }, true],
    ['very short jobs that the machine delays', { meanRunMs: 1, meanAgeMs: 900 }, false],
  ])('%s', (_, stay, expected) => expect(staysLong(stay)).toBe(expected));
});

describe('mayStay', () => {
  it('leaves short jobs alone, however many slots they hold', () => {
    expect(mayStay({ meanRunMs: 100, meanAgeMs: 50 }, { ...pool, heldCount: 31 })).toBe(true);
  });

  it('gives long ones their fair part, and beyond it what the others have left over', () => {
    expect(mayStay(minutes, { ...pool, heldCount: 3, longHeldCount: 20 })).toBe(true);
    expect(mayStay(minutes, { ...pool, heldCount: 4, longHeldCount: 7 })).toBe(true);
    expect(mayStay(minutes, { ...pool, heldCount: 4, longHeldCount: 8 })).toBe(false);
  });

  it('starves nobody where there are more use cases than slots', () => {
    const crowded = { ...pool, fairPart: 0.1, longHeldCount: 20, longPart: 0 };
    expect(mayStay(minutes, crowded)).toBe(true);
    expect(mayStay(minutes, { ...crowded, heldCount: 1 })).toBe(false);
  });

  it('lets only a quarter of the pool go to what nobody knows yet', () => {
    const unknown = { meanRunMs: undefined, meanAgeMs: 0 };
    expect(mayStay(unknown, { ...pool, longPart: 32, heldCount: 7, longHeldCount: 7 })).toBe(true);
    expect(mayStay(unknown, { ...pool, longPart: 32, heldCount: 8, longHeldCount: 8 })).toBe(false);
  });

  it('gives all to long jobs where there are no others, and keeps nothing back in a small pool', () => {
    expect(mayStay(minutes, { ...pool, longPart: 32, heldCount: 31, longHeldCount: 31 })).toBe(true);
    expect(mayStay(minutes, { ...pool, slotCount: 8, longPart: 0, heldCount: 7 })).toBe(true);
  });
});

describe('decayPeak', () => {
  it('follows up at once, and down within minutes', () => {
    expect(decayPeak(5, 9, 1_000)).toBe(9);
    expect(decayPeak(20, 10, 300_000)).toBeCloseTo(13.7, 1);
    expect(decayPeak(20, 10, 3_600_000)).toBeCloseTo(10, 3);
  });
});

const plain: Occupant = { weight: 100, heldCount: 0, isLong: false, isBacklogged: false };
const need = (peak: number, margin = 1) => ({ mean: peak, peak, margin });

describe('what those need who come and go', () => {
  it('is a mean of some seconds, not the chance of a moment, and falls within minutes', () => {
    let seen = UNKNOWN_NEED;
    for (let second = 0; second < 600; second++)
      seen = followNeed(seen, [{ ...plain, heldCount: second % 2 === 0 ? 2 : 18 }], 32, 1_000);
    expect(seen.mean).toBeCloseTo(10, 0);
    expect(seen.peak).toBeLessThan(11);
    for (let second = 0; second < 900; second++) seen = followNeed(seen, [], 32, 1_000);
    expect(seen.peak).toBeLessThan(1);
    expect(seen.margin).toBeLessThan(0.2);
  });

  it('is not what a backlog takes beyond its part', () => {
    const backfill = { ...plain, heldCount: 26, isBacklogged: true };
    expect(followNeed(UNKNOWN_NEED, [backfill, plain], 32, 1_000)).toMatchObject({ mean: 0, peak: 0 });
  });

  it('does not fall where one is kept from its part, and the margin grows to an eighth of the pool', () => {
    const starved = { ...plain, heldCount: 1, isBacklogged: true };
    let seen = need(12);
    for (let second = 0; second < 60; second++)
      seen = followNeed(seen, [starved, { ...plain, heldCount: 28, isLong: true }], 32, 1_000);
    expect(seen).toEqual({ mean: 12, peak: 12, margin: 4 });
  });
});

const occupants = fc.array(
  fc.record({
    weight: fc.integer({ min: 20, max: 500 }),
    heldCount: fc.integer({ min: 0, max: 20 }),
    isLong: fc.boolean(),
    isBacklogged: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('what those may hold who stay long', () => {
  it('is the whole pool but for what the others need, where nobody else is backlogged', () => {
    const long = { ...plain, isLong: true, isBacklogged: true };
    const { perWeight, longPart } = shareWithLong([long, plain], 32, need(10, 2));
    expect(longPart).toBe(20);
    expect(perWeight * 100).toBe(20);
  });

  it('is shared with a backlog of short jobs by weight, beside what the others need', () => {
    const long = { ...plain, isLong: true, isBacklogged: true };
    const short = { ...plain, weight: 300, heldCount: 26, isBacklogged: true };
    const { perWeight, longPart } = shareWithLong([long, short, plain], 32, need(10, 2));
    expect([perWeight * 100, longPart]).toEqual([expect.closeTo(6.4), 5]);
  });

  it('never is more than the pool beside what the others need, and never less for one than its part by weight', () => {
    fc.assert(
      fc.property(
        occupants,
        fc.integer({ min: 16, max: 64 }),
        fc.integer({ min: 0, max: 70 }),
        (all, slotCount, peak) => {
          const { perWeight, longPart } = shareWithLong(all, slotCount, need(peak));
          expect(longPart).toBeGreaterThanOrEqual(-1e-9);
          expect(longPart).toBeLessThanOrEqual(Math.max(0, slotCount - peak));
          const weight = all.reduce((sum, each) => sum + each.weight, 0);
          expect(perWeight).toBeGreaterThanOrEqual(slotCount / weight - 1e-9);
          const backlogged = all.filter(({ isBacklogged }) => isBacklogged);
          const parts = backlogged.reduce((sum, each) => sum + perWeight * each.weight, 0);
          expect(parts).toBeLessThanOrEqual(slotCount + 1e-6);
        },
      ),
    );
  });
});
