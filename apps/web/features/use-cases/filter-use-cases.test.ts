import type { UseCaseSummary } from '@leeway/domain/views';
import { describe, expect, it } from 'vitest';
import { decideHeadroom, decideUseCaseState } from './decide-use-case-state.ts';
import { filterUseCases, pickTop, SORT_VALUES } from './filter-use-cases.ts';

const row = (name: string, more: Partial<UseCaseSummary> = {}): UseCaseSummary => ({
  name,
  team: 'growth',
  runtime: 'process',
  handler: 'echo',
  criticality: 'normal',
  delayToleranceMs: 5_000,
  isPaused: false,
  isHeld: false,
  submittedPerSecond: 1,
  donePerSecond: 1,
  failedCount: 0,
  lateCount: 0,
  startedCount: 100,
  doneTrend: [],
  readyCount: 0,
  delayedCount: 0,
  deadCount: 0,
  p50Ms: 10,
  p95Ms: 100,
  p99Ms: 200,
  ...more,
});
const ANY = { search: '', team: null, criticality: null, state: null };

describe('decideUseCaseState', () => {
  it.each([
    [{}, 'onTime'],
    [{ startedCount: 0 }, 'idle'],
    [{ startedCount: 0, readyCount: 1 }, 'stalled'],
    [{ startedCount: 0, readyCount: 1, isPaused: true }, 'paused'],
    [{ startedCount: 0, readyCount: 1, isHeld: true }, 'held'],
    [{ lateCount: 1, readyCount: 1, isHeld: true }, 'held'],
    [{ isHeld: true }, 'onTime'],
    [{ startedCount: 0, readyCount: 1, isHeld: true, isPaused: true }, 'paused'],
    [{ lateCount: 1 }, 'late'],
    [{ p95Ms: 5_001 }, 'late'],
    [{ p95Ms: null }, 'onTime'],
    [{ failedCount: 9 }, 'onTime'],
    [{ failedCount: 10 }, 'failing'],
    [{ failedCount: 50, lateCount: 1 }, 'late'],
  ])('%o is %s', (facts, state) => expect(decideUseCaseState(row('x', facts))).toBe(state));
});

it.each([
  [null, 'unknown'],
  [4_000, 'within'],
  [4_001, 'near'],
  [5_000, 'near'],
  [5_001, 'over'],
])('a p95 of %s ms of 5 s is %s', (p95Ms, headroom) => expect(decideHeadroom(p95Ms, 5_000)).toBe(headroom));

describe('filterUseCases', () => {
  const rows = [row('send-receipt'), row('rollup', { team: 'data', criticality: 'low', lateCount: 3 })];
  const names = (filter: Partial<typeof ANY>) =>
    filterUseCases(rows, { ...ANY, ...filter } as never).map((found) => found.name);
  it('needs every word, wherever it stands', () => {
    expect(names({ search: 'GROWTH rec' } as never)).toEqual(['send-receipt']);
    expect(names({ search: 'growth rollup' } as never)).toEqual([]);
    expect(
      filterUseCases([row('far', { runtime: 'remote', handler: null })], { ...ANY, search: 'remote' }),
    ).toHaveLength(1);
  });
  it('narrows by team, criticality and state', () => {
    expect(names({ team: 'data' } as never)).toEqual(['rollup']);
    expect(names({ criticality: 'normal' } as never)).toEqual(['send-receipt']);
    expect(names({ state: 'late' } as never)).toEqual(['rollup']);
  });
});

it('sorts delays by how much of the promise they use, unknown last', () => {
  const values = [
    row('a', { p95Ms: null }),
    row('b', { p95Ms: 100 }),
    row('c', { p95Ms: 90, delayToleranceMs: 100 }),
  ].map(SORT_VALUES.p95);
  expect(values).toEqual([-1, 0.02, 0.9]);
});

it('shows first what needs a look', () => {
  const rows = [
    row('fine', { readyCount: 900 }),
    row('late', { lateCount: 1 }),
    row('stuck', { startedCount: 0, readyCount: 1 }),
    row('idle', { startedCount: 0 }),
  ];
  expect(pickTop(rows, 3).map((found) => found.name)).toEqual(['stuck', 'late', 'fine']);
});
