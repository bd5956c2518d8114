import { expect, it } from 'vitest';
import { decideDownstreamState } from './decide-downstream-state.ts';

const live = {
  seenAt: 0,
  signalCount: 0,
  startCount: 5,
  limitPerSecond: 80,
  cutAt: null,
  engineCount: 1,
  limitedCount: 1,
};

it.each([
  [null, 'unknown'],
  [live, 'healthy'],
  [{ ...live, signalCount: 1 }, 'signals'],
  [{ ...live, signalCount: 1, cutAt: 3 }, 'cut'],
  [{ ...live, cutAt: 3 }, 'cut'],
] as const)('of %j is %s', (seen, state) => expect(decideDownstreamState({ live: seen })).toBe(state));
