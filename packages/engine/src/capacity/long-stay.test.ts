import { describe, expect, it } from 'vitest';
import { decayPeak, mayStay, staysLong } from './long-stay.ts';

const pool = { slotCount: 32, heldCount: 0, fairPart: 4, longHeldCount: 0, othersPeak: 24 };
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
    const crowded = { ...pool, fairPart: 0.1, longHeldCount: 20, othersPeak: 32 };
    expect(mayStay(minutes, crowded)).toBe(true);
    expect(mayStay(minutes, { ...crowded, heldCount: 1 })).toBe(false);
  });

  it('lets only a quarter of the pool go to what nobody knows yet', () => {
    const unknown = { meanRunMs: undefined, meanAgeMs: 0 };
    expect(mayStay(unknown, { ...pool, othersPeak: 0, heldCount: 7, longHeldCount: 7 })).toBe(true);
    expect(mayStay(unknown, { ...pool, othersPeak: 0, heldCount: 8, longHeldCount: 8 })).toBe(false);
  });

  it('gives all to long jobs where there are no others, and keeps nothing back in a small pool', () => {
    expect(mayStay(minutes, { ...pool, othersPeak: 0, heldCount: 31, longHeldCount: 31 })).toBe(true);
    expect(mayStay(minutes, { ...pool, slotCount: 8, othersPeak: 8, heldCount: 7 })).toBe(true);
  });
});

describe('decayPeak', () => {
  it('follows up at once, and down within minutes', () => {
    expect(decayPeak(5, 9, 1_000)).toBe(9);
    expect(decayPeak(20, 10, 300_000)).toBeCloseTo(13.7, 1);
    expect(decayPeak(20, 10, 3_600_000)).toBeCloseTo(10, 3);
  });
});
