import { expect, it } from 'vitest';
import { DownstreamMeters } from './downstream-meters.ts';

const entry = { id: 'db', name: 'db', overloadThreshold: 10, maxPerSecond: null };
const world = { findDownstream: () => entry, foreignSignals: () => 0 };

it('cuts what was called a second over the last minute, not what one second happened to bring', () => {
  const meters = new DownstreamMeters();
  meters.rateOf(entry, 0);
  for (let second = 1; second <= 120; second++) {
    // All of a minute's calls at once, as a window of slow start lets them go.
    if (second % 60 === 0) meters.started(entry, 1_200, second * 1_000);
    if (second < 120) meters.tick(second * 1_000, 1_000, world);
  }
  for (let count = 0; count < 11; count++) meters.signal(entry, 120_000);
  meters.tick(120_500, 1_000, world);
  expect(meters.rateOf(entry, 120_500).limitPerSecond).toBeCloseTo(10, 0);
  expect(meters.isCut('db')).toBe(true);
});
