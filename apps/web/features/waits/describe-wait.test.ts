import { expect, it } from 'vitest';
import { describeAhead, describeHead, describeHeld, describeOpening, describeSilence } from './describe-wait.ts';

const NOW = 1_800_000_000_000;

it.each([
  [null, 'No engine has ever spoken'],
  [NOW, null],
  [NOW - 10_000, null],
  [NOW - 12_400, 'No engine has spoken for 12 s'],
  [NOW - 3_720_000, 'No engine has spoken for 1 h 2 min'],
])('an engine that spoke at %s: %s', (engineSpokeAt, expected) => {
  expect(describeSilence({ asOf: NOW, engineSpokeAt })).toBe(expected);
});

it.each([
  [null, null],
  [NOW - 5, 'opens within a second'],
  [NOW + 400, 'opens within a second'],
  [NOW + 3_200, 'opens in 4 s'],
  [NOW + 120_000, 'opens in 2 min'],
])('a gate that opens at %s: %s', (opensAt, expected) => {
  expect(describeOpening(opensAt, NOW)).toBe(expected);
});

it.each([
  [null, 'Since when its next job waits is not known'],
  [NOW - 700, 'Its next job has waited 700 ms'],
  [NOW - 7_900, 'Its next job has waited 7 s'],
  [NOW + 50, 'Its next job has waited 0 ms'],
])('a head that could start at %s: %s', (headAvailableAt, expected) => {
  expect(describeHead(headAvailableAt, NOW)).toBe(expected);
});

it.each([
  [null, false, null],
  [0, false, 'No job of its use case stands before it'],
  [1, false, '1 job of its use case stands before it'],
  [2, false, '2 jobs of its use case stand before it'],
  [10_000, true, 'More than 10K jobs of its use case stand before it'],
])('%s ahead, more %s: %s', (aheadCount, isMoreAhead, expected) => {
  expect(describeAhead(aheadCount, isMoreAhead)).toBe(expected);
});

it.each([
  [1, 'slots', '1 slot'],
  [3, 'slots', '3 slots'],
  [1_536, 'MiB', '1,536 MiB'],
] as const)('of %i %s somebody holds %s', (amount, unit, held) => {
  expect(describeHeld({ useCase: 'ingest', amount }, unit)).toBe(held);
});
