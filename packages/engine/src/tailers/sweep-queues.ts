import type { JobKey } from '@leeway/domain/job-id';
import { jobKeyRange } from '@leeway/domain/job-id';
import type { KeyRow } from '../queue/find-queues.ts';
import type { HeldJobs } from '../queue/held-jobs.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import type { QueueRef } from '../queue/queued-job.ts';

export interface SweepInput {
  readonly store: Pick<QueueStore, 'findQueues' | 'readFirstKeys'>;
  readonly held: HeldJobs;
  readonly shards: readonly number[];
  readonly rowsOf: (ref: QueueRef) => number;
  /** Called with the first job of each queue that the store has and this process has not. */
  readonly missed: (key: JobKey) => void;
}

/** Compares the beginning of every queue in the store with what is held here: finds what no wake-up told us about. */
export async function sweepQueues({ store, held, shards, rowsOf, missed }: SweepInput): Promise<void> {
  if (shards.length === 0) return;
  const queues = await store.findQueues(shards);
  if (queues.length === 0) return;
  const requests = queues.map((ref) => ({ ...jobKeyRange(ref.shard, ref.useCaseNo), rowLimit: 2 * rowsOf(ref) }));
  await held.duringRead(
    () => store.readFirstKeys(requests),
    (rows) => {
      for (const row of firstMissing(rows, held)) missed(row.key);
    },
  );
}

/** Per queue (`place`) the first key that is not held; the rows of a queue come in key order. */
function firstMissing(rows: readonly KeyRow[], held: HeldJobs): KeyRow[] {
  const first = new Map<number, KeyRow>();
  for (const row of rows) {
    if (!first.has(row.place) && !held.has(row.key, row.attempt)) first.set(row.place, row);
  }
  return [...first.values()];
}
