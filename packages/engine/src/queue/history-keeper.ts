/** Successes per second and use case that history keeps; every failure is kept, and counters count everything. */
export const KEPT_SUCCESSES_PER_SECOND = 50;
const BURST = 500;

interface Bucket {
  tokens: number;
  at: number;
}

export interface HistoryKeeper {
  /** Whether this success goes into history. `now` in ms. */
  admits(useCaseNo: number, now: number): boolean;
}

/** A token bucket per use case, refilled at `KEPT_SUCCESSES_PER_SECOND`: what runs seldom is kept whole. */
export function createHistoryKeeper(): HistoryKeeper {
  const buckets = new Map<number, Bucket>();

  const refill = (useCaseNo: number, now: number): Bucket => {
    const bucket = buckets.get(useCaseNo) ?? { tokens: BURST, at: now };
    const earned = (Math.max(0, now - bucket.at) / 1_000) * KEPT_SUCCESSES_PER_SECOND;
    bucket.tokens = Math.min(BURST, bucket.tokens + earned);
    bucket.at = Math.max(bucket.at, now);
    buckets.set(useCaseNo, bucket);
    return bucket;
  };

  return {
    admits: (useCaseNo, now) => {
      const bucket = refill(useCaseNo, now);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
