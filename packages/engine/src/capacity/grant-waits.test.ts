import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitsForGrant } from './grant-waits.ts';

const waiting = fc.array(
  fc.record({
    weight: fc.integer({ min: 1, max: 1_000 }),
    readyMs: fc.integer({ min: 0, max: 50_000 }),
    entitledMs: fc.integer({ min: 0, max: 20_000 }),
  }),
  { maxLength: 20 },
);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('waitsForGrant', () => {
  it('gives what a grant took to those who waited, by weight, and says how much later they come to their jobs', () => {
    const waits = waitsForGrant(
      [
        { weight: 300, readyMs: 9_000, entitledMs: 3_000 },
        { weight: 100, readyMs: 9_000, entitledMs: 0 },
        { weight: 900, readyMs: 0, entitledMs: 0 },
      ],
      4_000,
      1_000,
    );
    expect(waits).toEqual([
      { slotMs: 3_000, heldUpMs: 500 },
      { slotMs: 1_000, heldUpMs: 1_000 },
      { slotMs: 0, heldUpMs: 0 },
    ]);
  });

  it('never says more than was taken, than anybody could have used, or than the time that passed', () => {
    fc.assert(
      fc.property(waiting, fc.integer({ min: 0, max: 100_000 }), (all, tookMs) => {
        const waits = waitsForGrant(all, tookMs, 1_000);
        const usable = sum(all.map(({ readyMs }) => readyMs));
        expect(sum(waits.map(({ slotMs }) => slotMs))).toBeCloseTo(Math.min(tookMs, usable), 5);
        for (const [index, { slotMs, heldUpMs }] of waits.entries()) {
          expect(slotMs).toBeLessThanOrEqual((all[index]?.readyMs ?? 0) + 1e-9);
          expect(heldUpMs).toBeLessThanOrEqual(1_000 + 1e-9);
          expect(heldUpMs > 0).toBe(slotMs > 0);
        }
      }),
    );
  });
});
