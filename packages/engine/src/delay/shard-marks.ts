import { decodeJobKey } from '@leeway/domain/job-id';
import type { DueRange, MovedJob } from '../queue/move-due-jobs.ts';

/**
 * What was committed this long after its instant is still found at once; what took longer is found by the next look at
 * everything (`forgetFloors`).
 */
const LATE_COMMIT_MS = 2_000;
/** Of a shard that is not crowded one move takes at most this many jobs; as many mean that there is more. */
export const CALM_ROWS = 100;
/** The smallest part that a use case gets of a fair move: where fewer came in all, nobody's part was used up. */
const SMALLEST_PART = 50;

/** Per shard: up to which instant everything was moved, and whether more is due than one move takes. */
export interface ShardMarks {
  /** Forgets the shards that are not among these. */
  keepOnly(shards: readonly number[]): void;
  calm(): DueRange[];
  crowded(): DueRange[];
  /** Nothing was due at this instant of the store's clock. */
  nothingDueAt(now: number): void;
  /** What one move of some shards brought. */
  moved(ranges: readonly DueRange[], jobs: readonly MovedJob[], isFair: boolean): void;
  /** From now on every shard is looked at from its beginning, once. */
  forgetFloors(): void;
}

export function createShardMarks(calmRows = CALM_ROWS): ShardMarks {
  const floors = new Map<number, number>();
  const crowded = new Set<number>();

  const raise = (shard: number, at: number): void => {
    floors.set(shard, Math.max(floors.get(shard) ?? 0, at - LATE_COMMIT_MS));
  };
  const rangesOf = (isCrowded: boolean): DueRange[] =>
    [...floors].filter(([shard]) => crowded.has(shard) === isCrowded).map(([shard, fromAt]) => ({ shard, fromAt }));

  return {
    keepOnly: (shards) => {
      const kept = new Set(shards);
      for (const shard of [...floors.keys()]) if (!kept.has(shard)) floors.delete(shard);
      for (const shard of [...crowded]) if (!kept.has(shard)) crowded.delete(shard);
      for (const shard of shards) if (!floors.has(shard)) floors.set(shard, 0);
    },
    calm: () => rangesOf(false),
    crowded: () => rangesOf(true),
    nothingDueAt: (now) => {
      for (const { shard } of rangesOf(false)) raise(shard, now);
    },
    moved: (ranges, jobs, isFair) => {
      const tallies = tallyByShard(jobs);
      for (const { shard } of ranges) {
        const { count, lastDueAt } = tallies.get(shard) ?? { count: 0, lastDueAt: 0 };
        if (count >= (isFair ? SMALLEST_PART : calmRows)) crowded.add(shard);
        else crowded.delete(shard);
        // Fair moves leave older jobs of one use case behind newer ones of another.
        if (!isFair) raise(shard, lastDueAt);
      }
    },
    forgetFloors: () => {
      for (const shard of floors.keys()) floors.set(shard, 0);
    },
  };
}

function tallyByShard(jobs: readonly MovedJob[]): Map<number, { count: number; lastDueAt: number }> {
  const tallies = new Map<number, { count: number; lastDueAt: number }>();
  for (const { key, dueAt } of jobs) {
    const { shard } = decodeJobKey(key);
    const { count, lastDueAt } = tallies.get(shard) ?? { count: 0, lastDueAt: 0 };
    tallies.set(shard, { count: count + 1, lastDueAt: Math.max(lastDueAt, dueAt) });
  }
  return tallies;
}
