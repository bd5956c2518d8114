import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStrayHunt } from './stray-hunt.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('looks for the first at once, and for all that come soon after it together', () => {
  const hunts: string[][] = [];
  const hunt = createStrayHunt((marks) => hunts.push([...marks]));
  hunt.add('a');
  for (const mark of ['b', 'c', 'd']) hunt.add(mark);
  expect(hunts).toEqual([['a']]);
  vi.advanceTimersByTime(500);
  expect(hunts).toEqual([['a'], ['b', 'c', 'd']]);
  vi.advanceTimersByTime(5_000);
  hunt.add('e');
  expect(hunts).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});

it('does not wait where the engine ends', () => {
  const hunts: string[][] = [];
  const hunt = createStrayHunt((marks) => hunts.push([...marks]));
  hunt.add('a');
  hunt.endNow('b');
  expect(hunts).toEqual([['a'], ['b']]);
});
