import type { BatchProgress, OperationPart, OwnedPart, PartStage } from '../queue/operation-parts.ts';
import type { OperationStore } from '../queue/operation-store.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import { cancelWaitingBatch } from './cancel-waiting-batch.ts';
import type { EngineMemory } from './carry-out.ts';

/** How often an engine without operations looks for some that nobody told it about. */
const LOOK_MS = 5_000;
/** What one transaction takes. */
const BATCH_ROWS = 500;
/** Operations leave the store and the queue to live work: so many rows a second in this engine, and this share of the time. */
const ROWS_PER_SECOND = 4_000;
const TIME_SHARE = 0.25;

const NOTHING: BatchProgress = { stage: null, lookedCount: 0, doneCount: 0 };

export interface OperationRunnerOptions extends Omit<EngineMemory, 'cancelLeased'> {
  readonly store: OperationStore;
  readonly engineId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ownedShards: () => readonly number[];
  readonly epochOf: (shard: number) => number | undefined;
  /** Jobs have come back to the ready queue. */
  readonly onRedriven: () => void;
}

export interface OperationRunner extends Loop {
  /** One batch of every open part that is ours; returns how many rows were looked at, null where none went on. */
  runOnce(): Promise<number | null>;
}

/**
 * Carries out operations in the shards that this engine owns. How far each is stands in the store, written with each batch
 * and fenced by the shard's epoch: whoever owns the shard next goes on where the last batch ended.
 */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { store, clock, log } = options;
  const wait = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  const redrive = async (part: OwnedPart): Promise<BatchProgress> => {
    const progress = await store.redrivePart(part, BATCH_ROWS);
    if (progress.doneCount > 0) options.onRedriven();
    return progress;
  };

  const stages: Readonly<Record<PartStage, (part: OwnedPart) => Promise<BatchProgress>>> = {
    count: (part) => store.countPart(part),
    dead: redrive,
    delayed: (part) => store.cancelDelayedPart(part, BATCH_ROWS),
    waiting: (part) => {
      const isOurs = () => options.epochOf(part.shard) === part.epoch;
      return cancelWaitingBatch(part, { ...options, isOurs, wait, rowLimit: BATCH_ROWS });
    },
    ended: async () => NOTHING,
  };

  /** A part that fails keeps no other from going on; it is tried again. */
  const runPart = async (part: OperationPart): Promise<number | null> => {
    const epoch = options.epochOf(part.shard);
    if (epoch === undefined) return null;
    try {
      const { stage, lookedCount } = await stages[part.stage]({ ...part, epoch, owner: options.engineId });
      return stage === null ? null : lookedCount;
    } catch (error) {
      log.warn({ err: error, operation: part.operationId, shard: part.shard }, 'a batch of an operation failed');
      return null;
    }
  };

  const runOnce = async (): Promise<number | null> => {
    const shards = options.ownedShards();
    const parts = shards.length === 0 ? [] : await store.findOpenParts(shards);
    const lookedCounts = [];
    for (const part of parts) lookedCounts.push(await runPart(part));
    const done = lookedCounts.filter((count) => count !== null);
    return done.length === 0 ? null : done.reduce((sum, count) => sum + count, 0);
  };

  const loop = createLoop({
    name: 'operations',
    clock,
    log,
    runOnce: async () => {
      const startedAt = clock.elapsed();
      const lookedCount = await runOnce();
      if (lookedCount === null) return { waitMs: LOOK_MS };
      const tookMs = clock.elapsed() - startedAt;
      const paceMs = (lookedCount / ROWS_PER_SECOND) * 1_000 - tookMs;
      return { waitMs: Math.max(paceMs, tookMs * (1 / TIME_SHARE - 1), 10) };
    },
  });
  return { ...loop, runOnce };
}
