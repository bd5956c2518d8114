import { expect, it } from 'vitest';
import { PairBuffer } from './pair-buffer.ts';

const MINUTE = 60_000;
const pair = (culpritNo: number, victimNo: number, slotMs: number) => ({ culpritNo, victimNo, slotMs });

it('adds up by minute, and tells of a minute once, when it is over', () => {
  const buffer = new PairBuffer();
  buffer.add({ storeNow: MINUTE + 1, pairs: [pair(1, 2, 5), pair(3, 2, 9)] });
  buffer.add({ storeNow: 2 * MINUTE - 1, pairs: [pair(1, 2, 6)] });
  buffer.add({ storeNow: 2 * MINUTE, pairs: [pair(1, 2, 100)] });
  expect(buffer.take(2 * MINUTE - 1)).toEqual([]);
  expect(buffer.take(2 * MINUTE)).toEqual([{ minuteAt: MINUTE, pairs: [pair(1, 2, 11), pair(3, 2, 9)] }]);
  expect(buffer.take(3 * MINUTE)).toEqual([{ minuteAt: 2 * MINUTE, pairs: [pair(1, 2, 100)] }]);
});

it('keeps the largest of however many', () => {
  const buffer = new PairBuffer();
  for (let second = 0; second < 60; second++)
    buffer.add({
      storeNow: second * 1_000,
      pairs: [pair(1, 2, 10), ...Array.from({ length: 19 }, (_, index) => pair(second + 10, index, 1))],
    });
  const [minute] = buffer.take(MINUTE);
  expect(minute?.pairs).toHaveLength(20);
  expect(minute?.pairs[0]).toEqual(pair(1, 2, 600));
});
