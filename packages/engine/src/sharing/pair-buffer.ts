import { MINUTE_MS } from '@leeway/domain/units';
import type { CapacitySample } from '../capacity/capacity-sample.ts';

/** Of a minute so many pairs are written, and at most so many are held meanwhile. */
const MAX_WRITTEN = 20;
const MAX_HELD = 400;

export interface PairSums {
  readonly culpritNo: number;
  readonly victimNo: number;
  slotMs: number;
}

export interface PairMinute {
  readonly minuteAt: number;
  readonly pairs: readonly PairSums[];
}

/** Adds up who held up whom by minute, in bounded space: of too many pairs the smallest are forgotten. */
export class PairBuffer {
  readonly #minutes = new Map<number, Map<string, PairSums>>();

  add({ storeNow, pairs }: Pick<CapacitySample, 'storeNow' | 'pairs'>): void {
    if (pairs.length === 0) return;
    const minuteAt = Math.floor(storeNow / MINUTE_MS) * MINUTE_MS;
    const sums = this.#minutes.get(minuteAt) ?? new Map<string, PairSums>();
    this.#minutes.set(minuteAt, sums);
    for (const { culpritNo, victimNo, slotMs } of pairs) {
      const key = `${culpritNo}/${victimNo}`;
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { culpritNo, victimNo, slotMs });
      else sum.slotMs += slotMs;
    }
    if (sums.size > MAX_HELD)
      for (const [key] of [...sums].sort(([, a], [, b]) => a.slotMs - b.slotMs).slice(0, MAX_HELD / 2))
        sums.delete(key);
  }

  /** The largest pairs of the minutes that ended by `before`; each is told once. */
  take(before: number): PairMinute[] {
    const over = [...this.#minutes].filter(([minuteAt]) => minuteAt + MINUTE_MS <= before);
    for (const [minuteAt] of over) this.#minutes.delete(minuteAt);
    return over.map(([minuteAt, sums]) => {
      const pairs = [...sums.values()].sort((a, b) => b.slotMs - a.slotMs).slice(0, MAX_WRITTEN);
      return { minuteAt, pairs };
    });
  }
}
