import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, so that tests own both. */
export interface Clock {
  /** Monotonic ms. */
  readonly now: () => number;
  /** Resolves after that many ms, or as soon as the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
  random: Math.random,
};
