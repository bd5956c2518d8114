import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditAt, decideAdmission, fullCredit, giveBack, type Rate, wholeAfterMs } from './gcra.ts';

const rates = fc.record({ perSecond: fc.integer({ min: 1, max: 5_000 }), burst: fc.integer({ min: 1, max: 2_000 }) });
/** Shares of a limit: a request may be larger than their burst. */
const shares = fc.record({
  perSecond: fc.double({ min: 0.01, max: 5_000, noNaN: true }),
  burst: fc.double({ min: 0.01, max: 500, noNaN: true }),
});
const asks = fc.array(
  fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), count: fc.integer({ min: 1, max: 60 }) }),
  {
    minLength: 1,
    maxLength: 60,
  },
);
type Asks = readonly { readonly afterMs: number; readonly count: number }[];

/** What was admitted, and when. */
function run(rate: Rate, asked: Asks) {
  let held = fullCredit(rate, 0);
  let now = 0;
  const admitted: { at: number; count: number }[] = [];
  for (const { afterMs, count } of asked) {
    now += afterMs;
    const decision = decideAdmission(held, rate, { count, now });
    if (!decision.isAdmitted) continue;
    held = decision.left;
    admitted.push({ at: now, count });
  }
  return { admitted, held, now };
}

/** The most above `perSecond` that came in any window. */
function highestExcess(admitted: readonly { at: number; count: number }[], perSecond: number): number {
  let highest = 0;
  for (let first = 0; first < admitted.length; first++) {
    let sum = 0;
    for (const { at, count } of admitted.slice(first)) {
      sum += count;
      highest = Math.max(highest, sum - ((at - (admitted[first]?.at ?? 0)) * perSecond) / 1_000);
    }
  }
  return highest;
}

describe('GCRA', () => {
  it('admits the burst at once, then one every 1/rate', () => {
    const rate = { perSecond: 10, burst: 3 };
    const decide = (held: ReturnType<typeof fullCredit>, now: number) => decideAdmission(held, rate, { count: 1, now });
    let held = fullCredit(rate, 0);
    for (let count = 0; count < 3; count++) {
      const decision = decide(held, 0);
      if (!decision.isAdmitted) throw new Error('within the burst');
      held = decision.left;
    }
    expect(decide(held, 0)).toEqual({ isAdmitted: false, retryAfterMs: 100 });
    expect(decide(held, 50)).toEqual({ isAdmitted: false, retryAfterMs: 50 });
    expect(decide(held, 100)).toMatchObject({ isAdmitted: true });
    expect(wholeAfterMs(creditAt(held, rate, 0), rate)).toBe(300);
  });

  it('never admits more than burst + rate · t in any window', () => {
    fc.assert(
      fc.property(rates, asks, (rate, asked) => {
        const fitting = asked.map(({ afterMs, count }) => ({ afterMs, count: Math.min(count, rate.burst) }));
        expect(highestExcess(run(rate, fitting).admitted, rate.perSecond)).toBeLessThanOrEqual(rate.burst + 1e-4);
      }),
    );
  });

  it('holds the rate in the long run where requests are larger than the burst of a share', () => {
    fc.assert(
      fc.property(shares, asks, (rate, asked) => {
        const largest = Math.max(...asked.map(({ count }) => count));
        const bound = Math.max(rate.burst, largest);
        expect(highestExcess(run(rate, asked).admitted, rate.perSecond)).toBeLessThanOrEqual(bound + 1e-4);
      }),
    );
  });

  it('gives no credit beyond the burst, however long nobody asks, and whatever is given back', () => {
    fc.assert(
      fc.property(rates, asks, fc.integer({ min: 0, max: 1e9 }), (rate, asked, pauseMs) => {
        const { held, now } = run(rate, asked);
        expect(creditAt(held, rate, now + pauseMs)).toBeLessThanOrEqual(rate.burst);
        expect(giveBack(held, rate, { count: 1_000, now }).credit).toBeLessThanOrEqual(rate.burst);
      }),
    );
  });

  it('says exactly when: who waits that long is admitted, who comes a little earlier is not', () => {
    fc.assert(
      fc.property(shares, asks, fc.integer({ min: 1, max: 60 }), (rate, asked, count) => {
        const { held, now } = run(rate, asked);
        const decision = decideAdmission(held, rate, { count, now });
        if (decision.isAdmitted) return;
        const at = (waitMs: number) => decideAdmission(held, rate, { count, now: now + waitMs }).isAdmitted;
        expect(at(decision.retryAfterMs)).toBe(true);
        expect(at(decision.retryAfterMs * 0.99 - 0.01 - 2_000_000 / (rate.perSecond * 1e6))).toBe(false);
      }),
    );
  });

  it('admits nothing less under a higher limit, and nothing less to who asks for less', () => {
    fc.assert(
      fc.property(rates, asks, fc.integer({ min: 1, max: 60 }), (rate, asked, count) => {
        const { held, now } = run(rate, asked);
        if (!decideAdmission(held, rate, { count, now }).isAdmitted) return;
        const higher = { perSecond: rate.perSecond * 2, burst: rate.burst * 2 };
        if (count <= rate.burst) expect(decideAdmission(held, higher, { count, now }).isAdmitted).toBe(true);
        expect(decideAdmission(held, rate, { count: Math.ceil(count / 2), now }).isAdmitted).toBe(true);
      }),
    );
  });

  it('earns nothing from a clock that goes back and forth', () => {
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 50 }),
        (rate, instants) => {
          let held = fullCredit(rate, 0);
          let admittedCount = 0;
          for (const now of instants) {
            const decision = decideAdmission(held, rate, { count: 1, now });
            if (!decision.isAdmitted) continue;
            held = decision.left;
            admittedCount += 1;
          }
          expect(admittedCount).toBeLessThanOrEqual(
            rate.burst + rate.perSecond * (Math.max(...instants) / 1_000) + 1e-4,
          );
        },
      ),
    );
  });
});
