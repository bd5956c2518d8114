import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blameFor, pairBlames } from './blame.ts';

const sharing = fc.array(
  fc.record({ entitled: fc.integer({ min: 0, max: 10_000 }), received: fc.integer({ min: 0, max: 10_000 }) }),
  { minLength: 1, maxLength: 15 },
);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('blameFor', () => {
  it('puts down what is missing to who had more, by how much more, and no more than they had', () => {
    expect(
      blameFor([
        { entitled: 10, received: 40 },
        { entitled: 10, received: 20 },
        { entitled: 30, received: 10 },
      ]),
    ).toEqual([
      { suffered: 0, caused: 15 },
      { suffered: 0, caused: 5 },
      { suffered: 20, caused: 0 },
    ]);
  });
});

describe('pairBlames', () => {
  it('names who held up whom, largest first', () => {
    const blames = blameFor([
      { entitled: 10, received: 40 },
      { entitled: 30, received: 15 },
      { entitled: 30, received: 25 },
    ]);
    expect(pairBlames(blames, 10)).toEqual([
      { culprit: 0, victim: 1, amount: 15 },
      { culprit: 0, victim: 2, amount: 5 },
    ]);
    expect(pairBlames(blames, 1)).toEqual([{ culprit: 0, victim: 1, amount: 15 }]);
    expect(pairBlames([], 5)).toEqual([]);
  });

  it('adds up to what each caused, and to no more than each suffered; nobody holds up themselves', () => {
    fc.assert(
      fc.property(sharing, (all) => {
        const blames = blameFor(all);
        const pairs = pairBlames(blames, 1_000);
        for (const [index, { caused, suffered }] of blames.entries()) {
          const of = (side: 'culprit' | 'victim') =>
            sum(pairs.filter((pair) => pair[side] === index).map(({ amount }) => amount));
          expect(of('culprit')).toBeCloseTo(caused, 6);
          expect(of('victim')).toBeLessThanOrEqual(suffered + 1e-6);
        }
        expect(pairs.every(({ culprit, victim }) => culprit !== victim)).toBe(true);
      }),
    );
  });
});
