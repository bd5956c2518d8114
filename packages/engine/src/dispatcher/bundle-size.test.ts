import { describe, expect, it } from 'vitest';
import { decideBundleSize } from './bundle-size.ts';

describe('decideBundleSize', () => {
  it.each([
    ['nothing known yet: one', { readyCount: 100, freeSlotCount: 1, meanRunMs: undefined }, 1],
    ['5 ms of 1 ms jobs', { readyCount: 100, freeSlotCount: 1, meanRunMs: 1 }, 5],
    ['a long job goes alone', { readyCount: 100, freeSlotCount: 1, meanRunMs: 30_000 }, 1],
    ['tiny jobs up to the maximum', { readyCount: 10_000, freeSlotCount: 1, meanRunMs: 0.0001 }, 200],
    ['leaves work for the other free slots', { readyCount: 4, freeSlotCount: 2, meanRunMs: 0.1 }, 2],
    ['no free slot (behind a running bundle)', { readyCount: 7, freeSlotCount: 0, meanRunMs: 0.1 }, 7],
  ])('%s', (_what, input, size) => {
    expect(decideBundleSize(input)).toBe(size);
  });
});
