import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffCeilingMs, backoffMs } from './backoff.ts';

const policy = { backoffBaseMs: 1_000, backoffCapMs: 60_000 };

describe('backoff', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [6, 32_000],
    [7, 60_000],
    [50, 60_000],
  ])('after attempt %i waits at most %i ms', (attempt, ceiling) => {
    expect(backoffCeilingMs(policy, attempt)).toBe(ceiling);
  });

  it('is anywhere from 0 to its ceiling, both reached', () => {
    expect(backoffMs(policy, 3, 0)).toBe(0);
    expect(backoffMs(policy, 3, 1 - Number.EPSILON)).toBe(4_000);
  });

  it('never leaves its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const waitMs = backoffMs(policy, attempt, random);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(backoffCeilingMs(policy, attempt));
        },
      ),
    );
  });
});
