import { expect, it } from 'vitest';
import { boostUseCases } from './boost-use-cases.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';

const planned = [
  ['quiet', [1, 0, 2]],
  ['busy', [10, 20, 30]],
].map(([name, counts]) => ({
  registration: { name },
  traced: { name, minuteCounts: Uint32Array.from(counts as number[]) },
})) as unknown as PlannedUseCase[];
const countsOf = (useCases: readonly PlannedUseCase[]) => useCases.map(({ traced }) => [...traced.minuteCounts]);

it('invokes the named use case so many times as often, and the others as they were', () => {
  expect(countsOf(boostUseCases(planned, new Map([['quiet', 20]])))).toEqual([
    [20, 0, 40],
    [10, 20, 30],
  ]);
  expect(countsOf(planned)[0]).toEqual([1, 0, 2]);
});

it('names the busiest where there is none of the name', () => {
  expect(() => boostUseCases(planned, new Map([['nothing', 2]]))).toThrow(
    '--boost: the trace has no use case nothing. The busiest are busy, quiet.',
  );
});
