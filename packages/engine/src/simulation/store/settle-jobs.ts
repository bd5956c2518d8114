import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { Fence, SettlementBatch } from '../../queue/settle-jobs.ts';
import type { Settlement } from '../../queue/settlement.ts';
import { freedKeys, type WrittenEnd, writtenEndsOf } from '../../queue/settlement-values.ts';
import { heldShards } from './read-queue.ts';
import { type LockWish, type Statement, StoreError, type Transaction } from './simulated-store.ts';
import { addUnique } from './unique.ts';

/** What a commit of this statement is about. */
export interface SettleNote {
  readonly kind: 'settle';
  readonly fence: Fence;
  readonly settlements: readonly Settlement[];
  /** The store's time when it was carried out. */
  readonly at: number;
}

/** Ends leases, whole or not at all, as queue/sql/settle-jobs.ts. */
export function settleJobs(fence: Fence, batch: SettlementBatch): Statement<void> {
  return function* (tx) {
    const { settlements } = batch;
    const written = writtenEndsOf(settlements, batch.admits);
    if (written.some(({ failure }) => failure?.message.includes('\u0000')))
      throw new StoreError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
    const now = tx.now();
    tx.note = { kind: 'settle', fence, settlements, at: now } satisfies SettleNote;
    const goneCount = (yield* lockFence(tx, fence)) ? yield* removeRows(tx, settlements) : 0;
    if (goneCount !== settlements.length)
      throw new StoreError('LW001', `settlement refused: ${settlements.length} asked, ${goneCount} held`);
    const freed = yield* freeDedupeKeys(tx, freedKeys(settlements));
    for (const end of written) yield* write(tx, end, { now, freed });
    for (const tally of batch.usage) tx.append('usage', { ...tally, at: now, delayedInCount: tally.retriedCount });
  };
}

/** Keeps others from taking the shards over until the end; false where one of them is not held. */
function* lockFence(tx: Transaction, fence: Fence): Generator<LockWish, boolean, void> {
  for (const shard of heldShards(tx.tables, fence)) yield* tx.lock(`shard ${shard}`, 'share');
  return heldShards(tx.tables, fence).length === fence.epochs.size;
}

function* removeRows(tx: Transaction, settlements: readonly Settlement[]): Generator<LockWish, number, void> {
  let count = 0;
  for (const { job } of settlements) {
    const isSame = (): boolean => {
      const row = tx.tables.job.get(job.key);
      return row?.attempt === job.attempt && row.jobCount === job.jobCount;
    };
    if (!isSame()) continue;
    yield* tx.lock(`job ${job.key}`);
    if (!isSame()) continue;
    tx.remove('job', job.key);
    count += 1;
  }
  return count;
}

/** Gives back the keys of jobs that end for good; returns them by job. */
function* freeDedupeKeys(tx: Transaction, keys: readonly JobKey[]): Generator<LockWish, Map<JobKey, string>, void> {
  const freed = new Map<JobKey, string>();
  const ended = new Set(keys);
  const held = [...tx.tables.dedupe].filter(([, row]) => row.heldUntil === null && ended.has(row.key));
  for (const [id, { key, hash }] of held.sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield* tx.lock(`dedupe ${id}`);
    tx.remove('dedupe', id);
    freed.set(key, hash);
  }
  return freed;
}

function* write(
  tx: Transaction,
  end: WrittenEnd,
  { now, freed }: { readonly now: number; readonly freed: ReadonlyMap<JobKey, string> },
): Generator<LockWish, void, void> {
  const { key, attempt, outcome, availableAt, submittedAt, startedAt, failure } = end;
  const failureCode = failure?.code ?? null;
  const failureMessage = failure?.message ?? null;
  const { shard, useCaseNo } = queueOfJobKey(key);
  const payload = end.payload ?? '';
  const firstKey = end.firstKey ?? undefined;
  const common = { key, firstKey, availableAt, submittedAt, payload, concurrencyKey: end.concurrencyKey ?? undefined };
  if (outcome === 'returned') yield* addUnique(tx, 'job', { ...common, attempt, jobCount: 1 });
  if (outcome === 'retried') {
    const dueAt = now + end.retryWaitMs;
    yield* addUnique(tx, 'delayed', { ...common, attempt: attempt + 1, shard, dueAt, failureCode, failureMessage });
  }
  if (outcome === 'dead') {
    const dedupeHash = freed.get(key) ?? null;
    const death = { useCaseNo, attempt, startedAt, deadAt: now, failureCode, failureMessage, dedupeHash };
    yield* addUnique(tx, 'dead', { ...common, ...death });
  }
  if (end.isKept) tx.append('history', { key, firstKey, attempt, outcome, startedAt, endedAt: now, failureCode });
}
