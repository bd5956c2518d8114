import { expect, test } from 'vitest';
import { createThrottle, type Throttle } from './throttle.ts';

/** So many calls in a second, evenly, at a tier that accepts each with this probability; how many were sent. */
function runSecond(world: { now: number; throttle: Throttle }, callCount: number, accepts: () => boolean): number {
  let sentCount = 0;
  for (let call = 0; call < callCount; call++) {
    world.now += 1_000 / callCount;
    if (!world.throttle.mayBeSent()) continue;
    sentCount += 1;
    if (accepts()) world.throttle.accepted();
    else world.throttle.refused();
  }
  return sentCount;
}

function createWorld() {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const clock = { now: 0 };
  return Object.assign(clock, { random, throttle: createThrottle(() => clock.now, random) });
}

const seconds = (count: number, run: () => number) => Array.from({ length: count }, run);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test('sends everything to a tier that accepts at least every other try', () => {
  const world = createWorld();
  const sent = seconds(20, () => runSecond(world, 100, () => world.random() < 0.6));
  expect(sum(sent.slice(1))).toBeGreaterThan(19 * 97);
});

test('sends little to a tier that refuses everything, and a try a second at least', () => {
  const world = createWorld();
  const sent = seconds(30, () => runSecond(world, 100, () => false));
  expect(sum(sent.slice(5))).toBeLessThan(25 * 5);
  for (const count of sent) expect(count).toBeGreaterThanOrEqual(1);
});

test('sends about twice what a tier that accepts some can take', () => {
  const world = createWorld();
  const sent = seconds(60, () => {
    let acceptedCount = 0;
    return runSecond(world, 100, () => acceptedCount++ < 10);
  });
  const each = sum(sent.slice(20)) / 40;
  expect(each).toBeGreaterThan(14);
  expect(each).toBeLessThan(30);
});

test('is back to everything within five seconds of the end of an outage', () => {
  const world = createWorld();
  seconds(60, () => runSecond(world, 100, () => false));
  const sent = seconds(60, () => runSecond(world, 100, () => true));
  expect(sum(sent.slice(5))).toBe(55 * 100);
});

test('takes a tier for no better because it takes up what little is sent for a moment', () => {
  const world = createWorld();
  let second = 0;
  const sent = seconds(60, () => {
    second += 1;
    let acceptedCount = 0;
    // Full again every other second.
    return runSecond(world, 100, () => second % 2 === 0 && acceptedCount++ < 5);
  });
  expect(sum(sent.slice(20)) / 40).toBeLessThan(15);
});

test('does not hold back who calls seldom', () => {
  const world = createWorld();
  expect(sum(seconds(60, () => runSecond(world, 1, () => false)))).toBe(60);
});

test('is not confused by a clock that is set', () => {
  const world = createWorld();
  seconds(5, () => runSecond(world, 100, () => false));
  world.now -= 3_600_000;
  expect(world.throttle.mayBeSent()).toBe(true);
});

test('holds nothing back for what is only under way', () => {
  const world = createWorld();
  for (let call = 0; call < 1_000; call++) expect(world.throttle.mayBeSent()).toBe(true);
});
