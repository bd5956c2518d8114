/** Successes that history keeps; every failure is kept, and counters count everything. Rates per second. */
export const KEPT_SUCCESSES = {
  /** Of one use case: what runs seldom is kept whole. */
  perUseCase: { rate: 50, burst: 500 },
  /** Of all use cases of an engine together, so that ten thousand of them do not write more history than work. */
  perEngine: { rate: 2_000, burst: 20_000 },
  /** One in this time is kept of every use case, whatever the others do. */
  atLeastEveryMs: 10_000,
} as const;

interface Rule {
  readonly rate: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Refills by the time that has passed, and takes one token if there is one. */
function take(bucket: Bucket, { rate, burst }: Rule, now: number): boolean {
  const earned = (Math.max(0, now - bucket.at) / 1_000) * rate;
  bucket.tokens = Math.min(burst, bucket.tokens + earned);
  bucket.at = Math.max(bucket.at, now);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

interface UseCaseBucket extends Bucket {
  keptAt: number;
}

export interface HistoryKeeper {
  /** Whether this success goes into history. `now` in ms. */
  admits(useCaseNo: number, now: number): boolean;
  /** Admitted, and then not written. */
  giveBack(useCaseNo: number, count: number): void;
}

/** Writes with what the keeper admits; a write that fails has used nothing up, so that its repeat keeps the same. */
export async function writeKept<T>(
  keeper: HistoryKeeper,
  write: (admits: HistoryKeeper['admits']) => Promise<T>,
): Promise<T> {
  const admitted = new Map<number, number>();
  try {
    return await write((useCaseNo, now) => {
      const isAdmitted = keeper.admits(useCaseNo, now);
      if (isAdmitted) admitted.set(useCaseNo, (admitted.get(useCaseNo) ?? 0) + 1);
      return isAdmitted;
    });
  } catch (error) {
    for (const [useCaseNo, count] of admitted) keeper.giveBack(useCaseNo, count);
    throw error;
  }
}

/** Token buckets by the rule `KEPT_SUCCESSES`. */
export function createHistoryKeeper(): HistoryKeeper {
  const buckets = new Map<number, UseCaseBucket>();
  let ofEngine: Bucket | undefined;

  const bucketOf = (useCaseNo: number, now: number): UseCaseBucket => {
    const found = buckets.get(useCaseNo);
    if (found !== undefined) return found;
    const fresh = { tokens: KEPT_SUCCESSES.perUseCase.burst, at: now, keptAt: Number.NEGATIVE_INFINITY };
    buckets.set(useCaseNo, fresh);
    return fresh;
  };

  return {
    admits: (useCaseNo, now) => {
      const bucket = bucketOf(useCaseNo, now);
      if (!take(bucket, KEPT_SUCCESSES.perUseCase, now)) return false;
      ofEngine ??= { tokens: KEPT_SUCCESSES.perEngine.burst, at: now };
      const isDue = now - bucket.keptAt >= KEPT_SUCCESSES.atLeastEveryMs;
      if (!take(ofEngine, KEPT_SUCCESSES.perEngine, now) && !isDue) return false;
      bucket.keptAt = now;
      return true;
    },
    giveBack: (useCaseNo, count) => {
      const bucket = buckets.get(useCaseNo);
      if (bucket !== undefined) bucket.tokens += count;
      if (ofEngine !== undefined) ofEngine.tokens += count;
    },
  };
}
