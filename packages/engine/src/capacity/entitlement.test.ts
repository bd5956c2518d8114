import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareCapacity } from './entitlement.ts';
import { fillProgressively } from './progressive-filling.ts';

const claims = fc.array(
  fc.record({ weight: fc.integer({ min: 1, max: 1_000 }), demand: fc.integer({ min: 0, max: 10_000 }) }),
  { minLength: 1, maxLength: 40 },
);
const capacities = fc.integer({ min: 0, max: 50_000 });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('shareCapacity', () => {
  it('gives out all that is asked for, and no more than there is', () => {
    fc.assert(
      fc.property(claims, capacities, (all, capacity) => {
        const demanded = sum(all.map(({ demand }) => demand));
        expect(sum(shareCapacity(all, capacity))).toBeCloseTo(Math.min(capacity, demanded), 5);
      }),
    );
  });

  it('gives nobody more than it asks for, and whoever gets less as much by weight as anybody', () => {
    fc.assert(
      fc.property(claims, capacities, (all, capacity) => {
        const shares = shareCapacity(all, capacity);
        const levels = all.map(({ weight }, index) => (shares[index] ?? 0) / weight);
        for (const [index, { demand }] of all.entries()) {
          expect(shares[index]).toBeLessThanOrEqual(demand + 1e-9);
          if ((shares[index] ?? 0) < demand - 1e-6)
            expect(levels[index]).toBeGreaterThanOrEqual(Math.max(...levels) - 1e-6);
        }
      }),
    );
  });
});

describe('fillProgressively', () => {
  it('runs 3 of A and 2 of B: CPU 9, memory 18, A takes <1, 4>, B takes <3, 1>', () => {
    const a = { weight: 1, cpu: 1, memory: 4, unitCount: 100 };
    const b = { weight: 1, cpu: 3, memory: 1, unitCount: 100 };
    expect(fillProgressively([a, b], { cpuCount: 9, memoryMb: 18 })).toEqual([3, 2]);
  });

  it('gives by dominant share what water filling gives, but for one unit of each', () => {
    const unit = fc.record({
      weight: fc.integer({ min: 1, max: 4 }),
      cpu: fc.integer({ min: 1, max: 9 }),
      unitCount: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 6 }), (units) => {
        const filled = fillProgressively(
          units.map((each) => ({ ...each, memory: 0 })),
          { cpuCount: 500, memoryMb: 1 },
        );
        const water = shareCapacity(
          units.map(({ weight, cpu, unitCount }) => ({ weight, demand: cpu * unitCount })),
          500,
        );
        const most = sum(units.map(({ cpu }) => cpu));
        for (const [index, { cpu }] of units.entries())
          expect(Math.abs((filled[index] ?? 0) * cpu - (water[index] ?? 0))).toBeLessThanOrEqual(4 * most);
      }),
    );
  });
});
