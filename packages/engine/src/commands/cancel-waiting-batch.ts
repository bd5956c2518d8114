import type { BatchProgress, OwnedPart } from '../queue/operation-parts.ts';
import type { OperationStore } from '../queue/operation-store.ts';
import type { WaitingBatch, WaitingRow } from '../queue/waiting-part.ts';
import type { EngineMemory } from './carry-out.ts';
import { type Asking, untilAnswered } from './until-answered.ts';

const NOT_OURS: BatchProgress = { stage: null, lookedCount: 0, doneCount: 0 };

export interface WaitingBatchOptions extends Omit<EngineMemory, 'cancelLeased'>, Asking {
  readonly store: Pick<OperationStore, 'readWaitingPart' | 'cancelWaitingPart'>;
  readonly rowLimit: number;
}

/** Cancels the matching ones among the next waiting jobs of a shard: first out of this engine's memory, then in the store. Jobs that run are left. */
export async function cancelWaitingBatch(part: OwnedPart, options: WaitingBatchOptions): Promise<BatchProgress> {
  const { store, held, rowLimit } = options;
  const batch = await store.readWaitingPart(part, rowLimit);
  if (batch === null) return NOT_OURS;
  const { rows, runningCount } = takeOut(batch, options);
  try {
    const skippedCount = batch.lentCount + runningCount;
    const cancelled = { ...batch, rows, skippedCount };
    const progress = await untilAnswered(() => store.cancelWaitingPart(part, cancelled), options);
    return progress === null ? NOT_OURS : { ...progress, lookedCount: batch.lookedCount };
  } finally {
    for (const { key, attempt } of rows) held.forget(key, attempt);
  }
}

/** From here to the statement nothing else can start these rows; what is being settled ends by itself. */
function takeOut({ matches }: WaitingBatch, { holdFound, isLeased, withdraw }: WaitingBatchOptions) {
  const withdrawn = new Set(withdraw(matches).map(({ key }) => key));
  const rows: WaitingRow[] = [];
  let runningCount = 0;
  for (const row of matches) {
    if (withdrawn.has(row.key) || holdFound(row)) rows.push(row);
    else if (isLeased(row.key)) runningCount += row.jobCount;
  }
  return { rows, runningCount };
}
