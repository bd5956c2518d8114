import type { WaitingUseCase } from '@leeway/domain/sharing-views';
import { expect, it } from 'vitest';
import { decideWaited, filterWaiting } from './filter-waiting.ts';

const row = (name: string, team: string, gate: WaitingUseCase['gate']) =>
  ({ name, team, gate }) as unknown as WaitingUseCase;
const rows = [row('a', 'x', 'turn'), row('b', 'y', 'cpuQuota'), row('c', 'x', 'cpuQuota')];

it.each([
  [null, null, ['a', 'b', 'c']],
  ['x', null, ['a', 'c']],
  [null, 'cpuQuota', ['b', 'c']],
  ['x', 'cpuQuota', ['c']],
  ['z', null, []],
] as const)('of team %s at gate %s: %s', (team, gate, expected) => {
  expect(filterWaiting(rows, { team, gate }).map(({ name }) => name)).toEqual(expected);
});

it.each([
  [null, null],
  [900, { waitedMs: 100, isLate: false }],
  [1_001, { waitedMs: 0, isLate: false }],
  [499, { waitedMs: 501, isLate: true }],
])('a head that could start at %s: %s', (headAvailableAt, expected) => {
  expect(decideWaited({ headAvailableAt, delayToleranceMs: 500 }, 1_000)).toEqual(expected);
});
