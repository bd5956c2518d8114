/**
 * DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019): counts in buckets whose bounds grow by γ, so that every quantile is
 * within `RELATIVE_ERROR` of the true one and two sketches merge by adding counts. Kept as plain bucket → count, because
 * the store merges them in SQL. Values are milliseconds; all below 1 share bucket 0.
 */
export const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);

export type Buckets = Map<number, number>;

/** Bucket of a value: 0 below 1 ms, else ⌈log_γ(value)⌉ + 1. */
export function bucketOf(valueMs: number): number {
  return valueMs < 1 ? 0 : Math.ceil(Math.log(valueMs) / LOG_GAMMA) + 1;
}

/** The value a bucket stands for: within `RELATIVE_ERROR` of everything in it; 0.5 for bucket 0. */
export function bucketValue(bucket: number): number {
  return bucket === 0 ? 0.5 : (2 * GAMMA ** (bucket - 1)) / (GAMMA + 1);
}

export function addValue(buckets: Buckets, valueMs: number, count = 1): void {
  const bucket = bucketOf(valueMs);
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
}

export function mergeInto(target: Buckets, source: Iterable<readonly [number, number]>): void {
  for (const [bucket, count] of source) target.set(bucket, (target.get(bucket) ?? 0) + count);
}

/**
 * The quantiles asked for, in ms; null each where the sketch is empty.
 * @param quantiles ascending, each in 0…1
 */
export function quantilesOf(buckets: Buckets, quantiles: readonly number[]): (number | null)[] {
  const ordered = [...buckets].sort(([a], [b]) => a - b);
  const total = ordered.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return quantiles.map(() => null);
  return quantiles.map((quantile) => valueAtRank(ordered, quantile * (total - 1)));
}

function valueAtRank(ordered: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [bucket, count] of ordered) {
    seen += count;
    if (seen > rank) return bucketValue(bucket);
  }
  return bucketValue(ordered.at(-1)?.[0] ?? 0);
}

/** How many values lie above a bound, exact to the bucket that holds the bound. */
export function countAbove(buckets: Buckets, boundMs: number): number {
  const limit = bucketOf(boundMs);
  let above = 0;
  for (const [bucket, count] of buckets) if (bucket > limit) above += count;
  return above;
}
