import { describe, expect, it } from 'vitest';
import { decideBundleSize } from './bundle-size.ts';

describe('decideBundleSize', () => {
  it.each([
    ['nothing known yet: one', { readyCount: 100, freeSlotCount: 1, meanRunMs: undefined, isSuspect: false }, 1],
    ['5 ms of 1 ms jobs', { readyCount: 100, freeSlotCount: 1, meanRunMs: 1, isSuspect: false }, 5],
    ['a long job goes alone', { readyCount: 100, freeSlotCount: 1, meanRunMs: 30_000, isSuspect: false }, 1],
    ['tiny jobs up to the maximum', { readyCount: 10_000, freeSlotCount: 1, meanRunMs: 0.0001, isSuspect: false }, 200],
    ['leaves work for the other free slots', { readyCount: 4, freeSlotCount: 2, meanRunMs: 0.1, isSuspect: false }, 2],
    ['a suspect goes alone', { readyCount: 100, freeSlotCount: 1, meanRunMs: 0.1, isSuspect: true }, 1],
  ])('%s', (_what, input, size) => {
    expect(decideBundleSize(input)).toBe(size);
  });
});
