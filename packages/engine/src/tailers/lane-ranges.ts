import { LIMITS } from '@leeway/domain/limits';
import type { LaneKeyRow, LaneRange } from '../queue/read-lanes.ts';
import type { QueueWindow } from './queue-window.ts';

/** Above every concurrency key. */
const END = '\u{10ffff}'.repeat(LIMITS.concurrencyKeyLength + 1);
const MIN_ROWS = 50;

/** The lowest key above this one: keys have no control characters. */
export function keyAfter(concurrencyKey: string): string {
  return `${concurrencyKey}\u0001`;
}

/** As the store orders them. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The keys of a queue between those that have windows of their own, from where the last sweep stopped. */
export function gapsOf(main: QueueWindow, rowLimit: number): LaneRange[] {
  const split = [...(main.lanes?.keys() ?? [])].sort(byBytes);
  const limit = Math.max(MIN_ROWS, Math.ceil(rowLimit / (split.length + 1)));
  const gaps: LaneRange[] = [];
  let fromKey = '';
  for (const toKey of [...split, END]) {
    const start = byBytes(fromKey, main.sweepFromKey) < 0 ? main.sweepFromKey : fromKey;
    if (byBytes(start, toKey) < 0) gaps.push({ queueEnd: main.high, fromKey: start, toKey, rowLimit: limit });
    fromKey = keyAfter(toKey);
  }
  return gaps;
}

/** Where the next sweep goes on: in the first gap that was not seen to its end, or at the beginning. */
export function nextSweepFrom(gaps: readonly LaneRange[], rowsOf: (gap: LaneRange) => readonly LaneKeyRow[]): string {
  for (const gap of gaps) {
    const rows = rowsOf(gap);
    const last = rows.at(-1)?.concurrencyKey;
    if (last === undefined || rows.length < gap.rowLimit) continue;
    // A key that fills the whole limit is left behind, or nobody would ever come past it.
    return last === gap.fromKey ? keyAfter(last) : last;
  }
  return '';
}
