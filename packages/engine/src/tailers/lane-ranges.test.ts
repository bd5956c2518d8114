import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneKeyRow, LaneRange } from '../queue/read-lanes.ts';
import { gapsOf, nextSweepFrom } from './lane-ranges.ts';
import { createWindow, type QueueWindow } from './queue-window.ts';

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const concurrencyKey = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 4 })
  .map((text) => `k${[...text].map((character) => (character < ' ' ? '.' : character)).join('')}`);

function splitAt(keys: readonly string[], sweepFromKey = ''): QueueWindow {
  const main = { ...createWindow({ shard: 1, useCaseNo: 1 }, false), sweepFromKey };
  if (keys.length > 0) main.lanes = new Map(keys.map((key) => [key, { ...main, laneKey: key }]));
  return main;
}

/** What the store would answer: the rows of a range in the order of its keys, `copies` of each. */
function rowsIn(range: LaneRange, keys: readonly string[], copies: number): LaneKeyRow[] {
  const found = keys
    .filter((key) => byBytes(key, range.fromKey) >= 0 && byBytes(key, range.toKey) < 0)
    .toSorted(byBytes)
    .flatMap((key) => Array.from({ length: copies }, () => key));
  return found.slice(0, range.rowLimit).map((key) => ({ place: 1, key: '' as never, attempt: 1, concurrencyKey: key }));
}

describe('the keys between those that are read on their own', () => {
  it('are all others, those without a key among them, and none twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(concurrencyKey), fc.uniqueArray(concurrencyKey), (lanes, others) => {
        const gaps = gapsOf(splitAt(lanes), 1_000_000);
        const seen = gaps.flatMap((gap) => rowsIn(gap, ['', ...others, ...lanes], 1)).map((row) => row.concurrencyKey);
        const expected = ['', ...others].filter((key) => !lanes.includes(key)).toSorted(byBytes);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('come all in turn where they are more than one sweep looks at, also behind a key that fills it alone', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(concurrencyKey, { maxLength: 5 }),
        fc.integer({ min: 1, max: 120 }),
        (lanes, copies) => {
          const others = Array.from({ length: 40 }, (_, index) => `other ${index}`);
          const seen = new Set<string>();
          let from = '';
          let sweepCount = 0;
          do {
            const gaps = gapsOf(splitAt(lanes, from), 100);
            const rows = new Map(gaps.map((gap) => [gap, rowsIn(gap, others, copies)]));
            for (const row of [...rows.values()].flat()) seen.add(row.concurrencyKey);
            from = nextSweepFrom(gaps, (gap) => rows.get(gap) ?? []);
            sweepCount += 1;
            expect(sweepCount).toBeLessThan(200);
          } while (from !== '');
          expect(seen.size).toBe(others.filter((key) => !lanes.includes(key)).length);
        },
      ),
      { numRuns: 20 },
    );
  });
});
