import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import type { Clock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createRateShares } from './rate-shares.ts';

interface Said {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** A store that answers with what the others said, or fails. */
function createWorld() {
  const world = {
    now: 0,
    said: [] as Said[],
    others: { engine_count: 1, scopes: [] as string[], asked: [] as number[] },
    isAway: false,
  };
  const clock: Clock = {
    now: () => world.now,
    elapsed: () => world.now,
    after: () => () => undefined,
    soon: () => undefined,
  };
  const query = async ({ name, values }: Said) => {
    world.said.push({ name, values });
    if (world.isAway) throw new Error('the store is away');
    return { rows: [world.others] };
  };
  const pool = { query } as unknown as Pick<Pool, 'query'>;
  const shares = createRateShares({ pool, clock, log: createLog('test', 'silent'), engineId: 'engine_a' });
  return { world, shares };
}

it('asks once how many engines there are, and then nothing while nothing is limited', async () => {
  const { world, shares } = createWorld();
  world.others.engine_count = 4;
  for (let tick = 0; tick < 10; tick++) await shares.exchangeOnce();
  expect(world.said).toHaveLength(1);
  expect(shares.partOf('use-case:1')).toBe(0.25);
});

it('says all limits in one statement, and nothing any more some seconds after the last ask', async () => {
  const { world, shares } = createWorld();
  for (const scope of ['use-case:1', 'use-case:2', 'key:a']) shares.asked(scope, 10, 100);
  await shares.exchangeOnce();
  expect(world.said).toHaveLength(1);
  expect(world.said[0]?.values.slice(0, 2)).toEqual(['engine_a', ['use-case:1', 'use-case:2', 'key:a']]);
  for (let second = 1; second <= 20; second++) {
    world.now = second * 1_000;
    await shares.exchangeOnce();
  }
  expect(world.said.length).toBeLessThanOrEqual(7);
});

it('takes its part beside what others are asked for', async () => {
  const { world, shares } = createWorld();
  shares.asked('use-case:1', 500, 100);
  expect(shares.partOf('use-case:1')).toBe(1);
  world.now = 1_000;
  world.others = { engine_count: 2, scopes: ['use-case:1'], asked: [20] };
  await shares.exchangeOnce();
  expect(shares.partOf('use-case:1')).toBeCloseTo(0.796);
  expect(shares.equalPart()).toBe(0.5);
  world.others = { engine_count: 3, scopes: ['use-case:1', 'use-case:1'], asked: [1_000, 20] };
  shares.asked('use-case:1', 500, 100);
  world.now = 2_000;
  await shares.exchangeOnce();
  expect(shares.partOf('use-case:1')).toBeCloseTo(0.398);
});

it('keeps its parts and its counts while the store is away', async () => {
  const { world, shares } = createWorld();
  world.others = { engine_count: 2, scopes: ['use-case:1'], asked: [100] };
  shares.asked('use-case:1', 500, 100);
  await shares.exchangeOnce();
  world.isAway = true;
  shares.refused(1, 30);
  await expect(shares.exchangeOnce()).rejects.toThrow('away');
  shares.refused(1, 12);
  expect(shares.partOf('use-case:1')).toBeCloseTo(0.5);
  world.isAway = false;
  await shares.exchangeOnce();
  expect(world.said.at(-1)?.values.slice(3, 5)).toEqual([[1], [42]]);
  await shares.exchangeOnce();
  expect(world.said.at(-1)?.values.slice(3, 5)).toEqual([[], []]);
});
