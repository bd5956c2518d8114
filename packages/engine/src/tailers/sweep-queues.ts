import type { JobKey } from '@leeway/domain/job-id';
import { jobKeyRange } from '@leeway/domain/job-id';
import type { KeyRow } from '../queue/find-queues.ts';
import type { HeldJobs } from '../queue/held-jobs.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueueRef } from '../queue/queued-job.ts';
import type { LaneKeyRow, LaneRange } from '../queue/read-lanes.ts';
import { gapsOf, keyAfter, nextSweepFrom } from './lane-ranges.ts';
import type { QueueWindow } from './queue-window.ts';

export interface SweepInput {
  readonly store: Pick<QueueStore, 'findQueues' | 'readFirstKeys' | 'readLaneKeys'>;
  readonly held: HeldJobs;
  readonly shards: readonly number[];
  readonly windowOf: (ref: QueueRef) => QueueWindow | undefined;
  readonly rowsOf: (ref: QueueRef) => number;
  /** Called with the first job of each queue (or of each concurrency key that is read on its own) that the store has and this process has not. */
  readonly missed: (key: JobKey, concurrencyKey?: string) => void;
}

/** Compares the beginning of every queue in the store with what is held here: finds what no wake-up told us about. */
export async function sweepQueues(input: SweepInput): Promise<void> {
  if (input.shards.length === 0) return;
  const queues = await input.store.findQueues(input.shards);
  const isSplit = (ref: QueueRef) => input.windowOf(ref)?.lanes !== undefined;
  const plain = queues.filter((ref) => !isSplit(ref));
  const split = queues.filter(isSplit).flatMap((ref) => input.windowOf(ref) ?? []);
  if (plain.length > 0) await sweepPlain(plain, input);
  if (split.length > 0) await sweepSplit(split, input);
}

async function sweepPlain(queues: readonly QueueRef[], { store, held, rowsOf, missed }: SweepInput): Promise<void> {
  const requests = queues.map((ref) => ({ ...jobKeyRange(ref.shard, ref.useCaseNo), rowLimit: 2 * rowsOf(ref) }));
  await held.duringRead(
    () => store.readFirstKeys(requests),
    (rows) => {
      for (const row of firstMissing(rows, held)) missed(row.key);
    },
  );
}

/**
 * Queues of which some keys are read on their own: what such a key holds back stands before everything else, so the
 * beginning of the queue says nothing. Each key is compared, and the others in the order of their keys.
 */
async function sweepSplit(mains: readonly QueueWindow[], { store, held, rowsOf, missed }: SweepInput): Promise<void> {
  const gaps = new Map(mains.map((main) => [main, gapsOf(main, 2 * rowsOf(main))]));
  const lanes = mains.flatMap((main) => [...(main.lanes?.values() ?? [])]).map((lane) => rangeOf(lane, rowsOf));
  const ranges = [...[...gaps.values()].flat(), ...lanes];
  await held.duringRead(
    () => store.readLaneKeys(ranges),
    (rows) => {
      const byRange = Map.groupBy(rows, ({ place }) => ranges[place - 1]);
      const rowsIn = (range: LaneRange): readonly LaneKeyRow[] => byRange.get(range) ?? [];
      for (const [main, mainGaps] of gaps) main.sweepFromKey = nextSweepFrom(mainGaps, rowsIn);
      for (const row of firstMissing(rows, held)) missed(row.key, row.concurrencyKey);
    },
  );
}

function rangeOf(lane: QueueWindow, rowsOf: SweepInput['rowsOf']): LaneRange {
  const fromKey = lane.laneKey ?? '';
  return { queueEnd: lane.high, fromKey, toKey: keyAfter(fromKey), rowLimit: 2 * rowsOf(lane) };
}

/** Per queue or range (`place`) the lowest key that is not held. */
function firstMissing<Row extends KeyRow>(rows: readonly Row[], held: HeldJobs): Row[] {
  const first = new Map<number, Row>();
  for (const row of rows) {
    const found = first.get(row.place);
    if ((found === undefined || row.key < found.key) && !held.has(row.key, row.attempt)) first.set(row.place, row);
  }
  return [...first.values()];
}
