import { type Buckets, mergeInto } from '@leeway/domain/distribution';
import type { ReplayCounts } from '@leeway/domain/views';

/** What the tier counted of one or of many use cases. Durations in ms. */
export interface Counts {
  submitted: number;
  done: number;
  /** Attempts that failed, whether a retry followed or not. */
  failed: number;
  dead: number;
  cancelled: number;
  late: number;
  cpuMs: number;
  /** DDSketch of start delays. */
  readonly delays: Buckets;
}

function createCounts(): Counts {
  return { submitted: 0, done: 0, failed: 0, dead: 0, cancelled: 0, late: 0, cpuMs: 0, delays: new Map() };
}

function addTimes(target: Counts, source: ReplayCounts, times: 1 | -1): void {
  target.submitted += times * source.submittedCount;
  target.done += times * source.doneCount;
  target.failed += times * source.failedCount;
  target.dead += times * source.deadCount;
  target.cancelled += times * source.cancelledCount;
  target.late += times * source.lateCount;
  target.cpuMs += times * source.cpuMs;
  mergeInto(
    target.delays,
    source.delayBuckets.map(([bucket, count]) => [bucket, times * count] as const),
  );
}

/** What was counted between two readings with the same beginning, per use case. */
export function subtractReadings(
  end: readonly ReplayCounts[],
  begin: readonly ReplayCounts[],
): ReadonlyMap<string, Counts> {
  const difference = new Map<string, Counts>();
  for (const reading of end) {
    const counts = createCounts();
    addTimes(counts, reading, 1);
    difference.set(reading.name, counts);
  }
  for (const reading of begin) {
    const counts = difference.get(reading.name);
    if (counts !== undefined) addTimes(counts, reading, -1);
  }
  return difference;
}

/** Counts of several use cases as one; sketches are merged, never their percentiles. */
export function sumCounts(all: Iterable<Counts>): Counts {
  const sum = createCounts();
  for (const counts of all) {
    sum.submitted += counts.submitted;
    sum.done += counts.done;
    sum.failed += counts.failed;
    sum.dead += counts.dead;
    sum.cancelled += counts.cancelled;
    sum.late += counts.late;
    sum.cpuMs += counts.cpuMs;
    mergeInto(sum.delays, counts.delays);
  }
  return sum;
}

/** Jobs that are over: done, dead or cancelled. */
export function countEnded({ done, dead, cancelled }: Pick<Counts, 'done' | 'dead' | 'cancelled'>): number {
  return done + dead + cancelled;
}
