import { holdsDedupeKey, type JobKey, jobKeyAt, megaRowOf, queueOfJobKey } from '@leeway/domain/job-id';
import type { FoundPlace } from '../../queue/find-job-place.ts';
import type { QueuedPlace } from '../../queue/find-queued-job.ts';
import { rowsAfter, type ShardFence, type Withdrawal, type WithdrawOutcome } from '../../queue/withdraw-jobs.ts';
import type { Rows, Tables } from './rows.ts';
import type { LockWish, Statement, Transaction } from './simulated-store.ts';
import { addUnique } from './unique.ts';

/** What a commit that cancels a job is about; without a fence where no engine holds what it takes away. */
export interface CancelNote {
  readonly kind: 'cancel';
  readonly key: JobKey;
  readonly fence: ShardFence | null;
}

/** Each as the file of its name in queue/sql. */
export function findQueuedJob(id: JobKey): Statement<QueuedPlace | null> {
  // biome-ignore lint/correctness/useYield: a read waits for nothing
  return function* ({ tables }) {
    return placeOf(tables, id);
  };
}

function placeOf(tables: Tables, id: JobKey): QueuedPlace | null {
  const row = tables.job.get(id);
  const mega = megaRowOf(id);
  if (row !== undefined) return { row, place: 0 };
  const megaRow = mega === null ? undefined : tables.job.get(mega.rowKey);
  if (mega === null || megaRow === undefined || megaRow.jobCount <= mega.place) return null;
  return { row: megaRow, place: mega.place };
}

export function findJobPlace(id: JobKey): Statement<FoundPlace | null> {
  // biome-ignore lint/correctness/useYield: a read waits for nothing
  return function* ({ tables }) {
    const waiting = placeOf(tables, id)?.row;
    const row = waiting ?? tables.delayed.get(id) ?? tables.dead.get(id);
    const state = waiting === undefined ? stateOf(tables, id) : 'waiting';
    if (state === null) return null;
    return { state, key: row?.key ?? null, availableAt: row?.availableAt ?? 0, isRemote: false };
  };
}

/** Of a job that is not in the ready queue. */
function stateOf(tables: Tables, id: JobKey): FoundPlace['state'] | null {
  if (tables.delayed.has(id)) return 'delayed';
  if (tables.dead.has(id)) return 'dead';
  const outcome = [...tables.history.values()].findLast(({ key }) => key === id)?.outcome;
  if (outcome === undefined) return null;
  return outcome === 'dead' || outcome === 'cancelled' ? outcome : 'done';
}

export function withdrawJob(fence: ShardFence, withdrawal: Withdrawal): Statement<WithdrawOutcome> {
  return function* (tx) {
    if (!(yield* holdShard(tx, fence))) return 'lost';
    const { row } = withdrawal;
    const isSame = (): boolean => {
      const found = tx.tables.job.get(row.key);
      return found?.attempt === row.attempt && found.jobCount === row.jobCount;
    };
    if (!isSame()) return 'absent';
    yield* tx.lock(`job ${row.key}`);
    if (!isSame()) return 'absent';
    tx.remove('job', row.key);
    const key = jobKeyAt(row.key, withdrawal.place);
    tx.note = { kind: 'cancel', key, fence } satisfies CancelNote;
    if (holdsDedupeKey(row.key)) yield* freeDedupeKey(tx, row.key);
    for (const after of rowsAfter(withdrawal)) yield* addUnique(tx, 'job', after);
    writeCancelled(tx, { key, attempt: row.attempt });
    return 'gone';
  };
}

/** Waits for a mover that has the row in hand, and has lost against it. */
export function cancelDelayed(id: JobKey): Statement<boolean> {
  return function* (tx) {
    if (!tx.tables.delayed.has(id)) return false;
    yield* tx.lock(`delayed ${id}`);
    const row = tx.tables.delayed.get(id);
    if (row === undefined) return false;
    tx.remove('delayed', id);
    tx.note = { kind: 'cancel', key: id, fence: null } satisfies CancelNote;
    if (holdsDedupeKey(id)) yield* freeDedupeKey(tx, id);
    writeCancelled(tx, { key: id, attempt: row.attempt }, { delayedOutCount: 1 });
    return true;
  };
}

/** Keeps others from taking the shard over until the end; false where it is not held. */
export function* holdShard(tx: Transaction, fence: ShardFence): Generator<LockWish, boolean, void> {
  const isHeld = (): boolean => {
    const row = tx.tables.shard.get(String(fence.shard));
    return row?.owner === fence.owner && row.epoch === fence.epoch;
  };
  if (!isHeld()) return false;
  yield* tx.lock(`shard ${fence.shard}`, 'share');
  return isHeld();
}

function* freeDedupeKey(tx: Transaction, key: JobKey): Generator<LockWish, void, void> {
  for (const [id, row] of [...tx.tables.dedupe]) {
    if (row.key !== key || row.heldUntil !== null) continue;
    yield* tx.lock(`dedupe ${id}`);
    tx.remove('dedupe', id);
  }
}

function writeCancelled(
  tx: Transaction,
  { key, attempt }: Pick<Rows['history'], 'key' | 'attempt'>,
  counts: Partial<Rows['usage']> = {},
): void {
  const now = tx.now();
  const { useCaseNo } = queueOfJobKey(key);
  tx.append('usage', { useCaseNo, at: now, cancelledCount: 1, ...counts });
  tx.append('history', { key, attempt, outcome: 'cancelled', startedAt: 0, endedAt: now, failureCode: 'CANCELLED' });
}
