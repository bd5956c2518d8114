import { describe, expect, it } from 'vitest';
import { shardsOf } from './shard-spread.ts';

describe('shardsOf', () => {
  it('gives as many different shards as asked, the same each time', () => {
    for (let no = 1; no < 500; no++) {
      const shards = shardsOf(no, 3, 16);
      expect(new Set(shards).size).toBe(3);
      expect(shards).toEqual(shardsOf(no, 3, 16));
      expect(Math.max(...shards)).toBeLessThan(16);
    }
  });

  it('never asks for more shards than there are', () => {
    expect(shardsOf(1, 99, 4).toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('loads the shards evenly', () => {
    const load = new Array<number>(16).fill(0);
    for (let no = 1; no <= 8_000; no++) for (const shard of shardsOf(no, 2, 16)) load[shard] = (load[shard] ?? 0) + 1;
    expect(Math.max(...load) / Math.min(...load)).toBeLessThan(1.3);
  });
});
