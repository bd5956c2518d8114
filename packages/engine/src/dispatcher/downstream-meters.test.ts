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

it('gives each of the engines that call a downstream its part of what it carries', () => {
  const meters = new DownstreamMeters();
  const carries = { ...entry, maxPerSecond: 90 };
  let callerCount = 1;
  const shared = { findDownstream: () => carries, foreignSignals: () => 0, callerCount: () => callerCount };
  const limitAt = (now: number) => {
    meters.tick(now, 1_000, shared);
    return meters.rateOf(carries, now).limitPerSecond;
  };
  meters.rateOf(carries, 0);
  expect(limitAt(1_000)).toBe(90);
  callerCount = 3;
  expect(limitAt(2_000)).toBe(30);
  callerCount = 2;
  expect(limitAt(3_000)).toBe(45);
});

/** The limit after a minute in health, half a minute out, and another in which so many jobs a second succeed. */
function limitAfterOutage(answersPerSecond: number): number | null {
  const meters = new DownstreamMeters();
  meters.rateOf(entry, 0);
  for (let now = 1_000; now <= 150_000; now += 1_000) {
    const isOut = now > 60_000 && now <= 90_000;
    meters.started(entry, 20, now);
    for (let count = 0; isOut && count < 20; count++) meters.signal(entry, now);
    for (let count = 0; now > 90_000 && count < answersPerSecond; count++) meters.answered('db');
    meters.tick(now, 1_000, world);
  }
  return meters.rateOf(entry, 150_000).limitPerSecond;
}

it('gives one that was out more with each step once it answers again, and 5 % while nobody knows', () => {
  expect(limitAfterOutage(0)).toBeLessThan(9);
  expect(limitAfterOutage(5)).toBeGreaterThan(15);
});
