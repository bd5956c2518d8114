import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, planArrivals } from './plan-arrivals.ts';
import type { TraceFunction } from './trace-function.ts';

function createFunction(counts: Record<number, number>, name = 'abcdef0123'): TraceFunction {
  const minuteCounts = new Uint32Array(1_440);
  for (const [minute, count] of Object.entries(counts)) minuteCounts[Number(minute)] = count;
  return {
    ...{ owner: '11111111', app: '22222222', name, trigger: 'http', memoryMb: 160, minuteCounts },
    durations: [
      { quantile: 0.25, ms: 100 },
      { quantile: 0.99, ms: 2_000 },
    ],
  };
}

function countByMinute(arrivals: readonly Arrival[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { atMs } of arrivals) {
    const minute = Math.floor(atMs / 60_000);
    counts[minute] = (counts[minute] ?? 0) + 1;
  }
  return counts;
}

const drawnCounts = fc.dictionary(fc.integer({ min: 0, max: 1_439 }).map(String), fc.integer({ min: 1, max: 50 }), {
  maxKeys: 20,
  noNullPrototype: true,
});
const drawnMinutes = fc
  .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
  .filter(([from, to]) => from < to);
const drawnSeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('planArrivals', () => {
  it('plans every recorded invocation once, inside its minute, in order', () => {
    fc.assert(
      fc.property(drawnCounts, drawnMinutes, drawnSeed, (counts, [fromMinute, toMinute], seed) => {
        const arrivals = [...planArrivals({ function: createFunction(counts), fromMinute, toMinute, seed })];
        const inWindow = Object.entries(counts).filter(([key]) => Number(key) >= fromMinute && Number(key) < toMinute);
        expect(countByMinute(arrivals)).toEqual(Object.fromEntries(inWindow));
        expect(arrivals.map(({ atMs }) => atMs)).toEqual(arrivals.map(({ atMs }) => atMs).sort((a, b) => a - b));
        expect(arrivals.every(({ cpuMs }) => cpuMs >= 100 && cpuMs <= 2_000)).toBe(true);
      }),
    );
  });

  it('gives the same plan for the same seed, and for an hour the day’s plan of that hour', () => {
    fc.assert(
      fc.property(drawnCounts, drawnMinutes, drawnSeed, (counts, [fromMinute, toMinute], seed) => {
        const traced = createFunction(counts);
        const day = [...planArrivals({ function: traced, fromMinute: 0, toMinute: 1_440, seed })];
        const part = [...planArrivals({ function: traced, fromMinute, toMinute, seed })];
        const within = day.filter(({ atMs }) => atMs >= fromMinute * 60_000 && atMs < toMinute * 60_000);
        expect(part).toEqual(within);
      }),
    );
  });

  it('differs between seeds and between functions', () => {
    const plan = (seed: number, name: string) => [
      ...planArrivals({ function: createFunction({ 3: 20 }, name), fromMinute: 0, toMinute: 10, seed }),
    ];
    expect(plan(1, 'aaaaaaaa')).not.toEqual(plan(2, 'aaaaaaaa'));
    expect(plan(1, 'aaaaaaaa')).not.toEqual(plan(1, 'bbbbbbbb'));
  });

  it('spreads a minute evenly', () => {
    const arrivals = planArrivals({ function: createFunction({ 0: 6_000 }), fromMinute: 0, toMinute: 1, seed: 7 });
    const tenths = new Array<number>(10).fill(0);
    for (const { atMs } of arrivals) tenths[Math.floor(atMs / 6_000)] = (tenths[Math.floor(atMs / 6_000)] ?? 0) + 1;
    // 600 each; four standard deviations of a binomial are 93
    for (const count of tenths) expect(Math.abs(count - 600)).toBeLessThan(93);
  });

  it('scales CPU and memory', () => {
    const options = { function: createFunction({ 0: 50 }), fromMinute: 0, toMinute: 1, seed: 1 };
    const plain = [...planArrivals(options)];
    const scaled = [...planArrivals({ ...options, cpuScale: 0.01, memoryScale: 1 / 16 })];
    expect(scaled.every(({ memoryMb }) => memoryMb === 10)).toBe(true);
    for (const [index, { cpuMs }] of scaled.entries()) expect(cpuMs).toBeCloseTo((plain[index]?.cpuMs ?? 0) / 100, 2);
  });

  it.each([
    [10, 10],
    [-1, 5],
    [0, 1_441],
    [0.5, 5],
    [5, Number.NaN],
  ])('refuses minutes %f to %f', (fromMinute, toMinute) => {
    const plan = planArrivals({ function: createFunction({}), fromMinute, toMinute, seed: 1 });
    expect(() => plan.next()).toThrow(RangeError);
  });
});
