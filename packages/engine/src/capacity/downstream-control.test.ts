import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DownstreamControl,
  type DownstreamHealth,
  newDownstreamControl,
  stepDownstream,
} from './downstream-control.ts';

const STEP_MS = 10_000;
const silent = { signalCount: 0, answeredCount: 0 };
/** More than it can carry: it answers some. */
const ill: DownstreamHealth = {
  ...{ signalCount: 11, answeredCount: 20, threshold: 10, ratePerSecond: 80, maxPerSecond: null },
  sinceStep: { signalCount: 11, answeredCount: 20 },
};
const out: DownstreamHealth = { ...ill, answeredCount: 0, sinceStep: { signalCount: 11, answeredCount: 0 } };
const well: DownstreamHealth = { ...ill, signalCount: 0, sinceStep: { signalCount: 0, answeredCount: 20 } };

/** What it is limited to after each of these, ten seconds apart, from the first cut on. */
function limitsAfter(healths: readonly DownstreamHealth[]): (number | null)[] {
  let control = newDownstreamControl(null, 0);
  return healths.map((health, step) => {
    control = stepDownstream(control, health, step * STEP_MS);
    return control.limitPerSecond;
  });
}

function repeat<Value>(value: Value, count: number): Value[] {
  return Array<Value>(count).fill(value);
}

const answers = fc.record({
  signalCount: fc.constantFrom(0, 0, 0, 1, 5, 11, 200),
  answeredCount: fc.constantFrom(0, 1, 20, 1_000),
});
const health = fc.record({
  ...{ threshold: fc.constant(10), ratePerSecond: fc.integer({ min: 1, max: 200 }), maxPerSecond: fc.constant(null) },
  sinceStep: answers,
  signalCount: fc.constantFrom(0, 0, 0, 5, 11, 200),
  answeredCount: fc.constantFrom(0, 1, 20, 1_000),
});
/** Looks in a row, each with how long it comes after the one before. */
const looks = fc.array(fc.tuple(fc.integer({ min: 500, max: 15_000 }), health), { minLength: 1, maxLength: 120 });

/** Each change of the limit of one that is cut: before and after. */
function changesIn(looks: readonly (readonly [number, DownstreamHealth])[]) {
  let control = stepDownstream(newDownstreamControl(null, 0), ill, 0);
  let now = 0;
  const changes: { readonly now: number; readonly before: DownstreamControl; readonly after: DownstreamControl }[] = [];
  for (const [elapsedMs, each] of looks) {
    now += elapsedMs;
    const after = stepDownstream(control, each, now);
    if (after !== control && control.cutAt !== null) changes.push({ now, before: control, after });
    control = after;
  }
  return changes;
}

describe('downstream control', () => {
  it('cuts 80 to 40 to 20, once in ten seconds', () => {
    const first = stepDownstream(newDownstreamControl(null, 0), ill, 1_000);
    expect(first.limitPerSecond).toBe(40);
    expect(stepDownstream(first, ill, 1_000 + STEP_MS - 1)).toBe(first);
    expect(stepDownstream(first, ill, 1_000 + STEP_MS).limitPerSecond).toBe(20);
  });

  it('gives back 5 % of what it carried every ten seconds, and then no limit, where it answered some when it was cut', () => {
    const limits = limitsAfter([ill, ...repeat(well, 10)]);
    expect(limits.slice(1, 4)).toEqual([44, 48, 52]);
    expect(limits.indexOf(null)).toBe(10);
  });

  it('gives back twice as much with each step where it was out and answers again: nine tenths in less than a minute', () => {
    const limits = limitsAfter([...repeat(out, 5), ...repeat(well, 11)]).slice(4);
    expect(limits.slice(0, 7)).toEqual([2.5, 6.5, 13, 26, 52, 64, 68]);
    expect(limits.indexOf(null)).toBe(9);
  });

  it('is careful again at the first signal', () => {
    const one = { ...well, signalCount: 1, sinceStep: { signalCount: 1, answeredCount: 20 } };
    const limits = limitsAfter([...repeat(out, 5), well, well, one, well]).slice(4);
    expect(limits).toEqual([2.5, 6.5, 13, 17, 25]);
  });

  it('goes on asking whether it is well, however ill it is', () => {
    expect(limitsAfter(repeat(out, 30)).at(-1)).toBe(0.1);
  });

  it('never gives back more at once than one cut takes, but for the 5 % that it always gives', () => {
    fc.assert(
      fc.property(looks, (looks) => {
        let lastAt = Number.NEGATIVE_INFINITY;
        for (const { now, before, after } of changesIn(looks)) {
          const limit = before.limitPerSecond ?? 0;
          const most = Math.max(2 * limit, limit + 0.05 * before.basePerSecond);
          expect(after.limitPerSecond ?? after.basePerSecond).toBeLessThanOrEqual(most + 1e-9);
          if (after.limitPerSecond === null || after.limitPerSecond > limit)
            expect(now - lastAt).toBeGreaterThanOrEqual(STEP_MS);
          lastAt = now;
        }
      }),
    );
  });

  it('gives back 5 % and no more while anything is refused, or nothing was answered, and near the rate that was too much', () => {
    fc.assert(
      fc.property(looks, (looks) => {
        for (const { before, after } of changesIn(looks)) {
          if (after.limitPerSecond === null || after.cutAt !== before.cutAt) continue;
          const raise = after.limitPerSecond - (before.limitPerSecond ?? 0);
          expect(raise).toBeGreaterThanOrEqual(0.05 * before.basePerSecond - 1e-9);
          if (raise <= 0.05 * before.basePerSecond + 1e-9) continue;
          expect(after.limitPerSecond).toBeLessThanOrEqual(before.carefulFromPerSecond + 1e-9);
          expect(before.carefulFromPerSecond).toBeLessThanOrEqual(0.8 * before.basePerSecond);
        }
      }),
    );
    const refusing = looks.map((each) =>
      each.map(([elapsedMs, one]) => [elapsedMs, { ...one, sinceStep: { ...one.sinceStep, signalCount: 1 } }] as const),
    );
    const unanswered = looks.map((each) =>
      each.map(([elapsedMs, one]) => [elapsedMs, { ...one, sinceStep: silent }] as const),
    );
    fc.assert(
      fc.property(fc.oneof(refusing, unanswered), (looks) => {
        for (const { before, after } of changesIn(looks)) {
          if (after.limitPerSecond === null || after.cutAt !== before.cutAt) continue;
          const raise = after.limitPerSecond - (before.limitPerSecond ?? 0);
          expect(raise).toBeCloseTo(0.05 * before.basePerSecond, 9);
        }
      }),
    );
  });

  it('of one that carries less than it is called for keeps between a quarter and all of what it carries', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 70 }), (carries) => {
        let control = newDownstreamControl(null, 0);
        const limits: number[] = [];
        for (let step = 0; step < 120; step++) {
          const rate = control.limitPerSecond ?? 80;
          const refused = Math.max(0, rate - carries) * 10;
          const seen = { signalCount: refused, answeredCount: Math.min(rate, carries) * 10 };
          control = stepDownstream(control, { ...well, ...seen, sinceStep: seen }, step * STEP_MS);
          if (step > 20) limits.push(control.limitPerSecond ?? 80);
        }
        expect(Math.max(...limits)).toBeLessThanOrEqual(carries + 0.05 * 80 + 1);
        expect(Math.min(...limits)).toBeGreaterThanOrEqual(carries / 4);
      }),
    );
  });
});
