import { holdsDedupeKey, type JobKey, jobKeyAt, megaRowOf, queueOfJobKey } from '@leeway/domain/job-id';
import { keyWithDeadline } from '../../commands/new-deadline.ts';
import type { FoundPlace } from '../../queue/find-job-place.ts';
import type { QueuedPlace } from '../../queue/find-queued-job.ts';
import { rowsAfter, type ShardFence, type Withdrawal, type WithdrawOutcome } from '../../queue/withdraw-jobs.ts';
import type { Rows, Tables } from './rows.ts';
import type { LockWish, Statement, Transaction } from './simulated-store.ts';
import { addUnique } from './unique.ts';

/** What a commit that cancels or moves a job is about, by its public id; without a fence where no engine holds what it takes away. */
export interface ChangeNote {
  readonly kind: 'cancel' | 'move';
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
  const row = byPublicId(tables.job, id);
  const mega = megaRowOf(id);
  if (row !== undefined) return { row, place: 0 };
  const megaRow = mega === null ? undefined : tables.job.get(mega.rowKey);
  if (mega === null || megaRow === undefined || megaRow.jobCount <= mega.place) return null;
  return { row: megaRow, place: mega.place };
}

/** Under the key that it has now, or that it was submitted under. */
function byPublicId<Row extends Pick<Rows['delayed'], 'firstKey'>>(
  rows: ReadonlyMap<string, Row>,
  id: JobKey,
): Row | undefined {
  return rows.get(id) ?? [...rows.values()].find(({ firstKey }) => firstKey === id);
}

export function findJobPlace(id: JobKey): Statement<FoundPlace | null> {
  // biome-ignore lint/correctness/useYield: a read waits for nothing
  return function* ({ tables }) {
    const waiting = placeOf(tables, id)?.row;
    const row = waiting ?? byPublicId(tables.delayed, id) ?? byPublicId(tables.dead, id);
    const state = waiting === undefined ? stateOf(tables, id) : 'waiting';
    if (state === null) return null;
    return { state, key: row?.key ?? null, availableAt: row?.availableAt ?? 0, isRemote: false };
  };
}

/** Of a job that is not in the ready queue. */
function stateOf(tables: Tables, id: JobKey): FoundPlace['state'] | null {
  if (byPublicId(tables.delayed, id) !== undefined) return 'delayed';
  if (byPublicId(tables.dead, id) !== undefined) return 'dead';
  const outcome = [...tables.history.values()].findLast(({ key, firstKey }) => (firstKey ?? key) === id)?.outcome;
  if (outcome === undefined || outcome === 'moved') return null;
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
    yield* takeApart(tx, fence, withdrawal);
    return 'gone';
  };
}

function* takeApart(tx: Transaction, fence: ShardFence, withdrawal: Withdrawal): Generator<LockWish, void, void> {
  const { row, newKey, place } = withdrawal;
  const key = jobKeyAt(row.key, place);
  const publicId = row.firstKey ?? key;
  tx.note = { kind: newKey === null ? 'cancel' : 'move', key: publicId, fence } satisfies ChangeNote;
  if (newKey !== null) yield* rekeyDedupe(tx, key, newKey);
  else if (holdsDedupeKey(row.key)) yield* freeDedupeKey(tx, row.key);
  for (const after of rowsAfter(withdrawal)) yield* addUnique(tx, 'job', after);
  const about = { key, firstKey: row.firstKey, attempt: row.attempt };
  if (newKey === null) writeCancelled(tx, about);
  else writeMoved(tx, about);
}

/** Waits for a mover that has the row in hand, and has lost against it. */
export function cancelDelayed(id: JobKey): Statement<boolean> {
  return function* (tx) {
    const row = yield* takeDelayed(tx, id);
    if (row === null) return false;
    const { key, firstKey, attempt } = row;
    tx.note = { kind: 'cancel', key: id, fence: null } satisfies ChangeNote;
    if (holdsDedupeKey(key)) yield* freeDedupeKey(tx, key);
    writeCancelled(tx, { key, firstKey, attempt }, { delayedOutCount: 1 });
    return true;
  };
}

/** Another deadline, and with it another key; when it is due stays. */
export function moveDelayed(id: JobKey, deadlineAt: number): Statement<JobKey | null> {
  return function* (tx) {
    const found = byPublicId(tx.tables.delayed, id);
    if (found === undefined || keyWithDeadline(found.key, deadlineAt) === found.key) return null;
    const row = yield* takeDelayed(tx, id);
    if (row === null) return null;
    const newKey = keyWithDeadline(row.key, deadlineAt);
    tx.note = { kind: 'move', key: id, fence: null } satisfies ChangeNote;
    yield* rekeyDedupe(tx, row.key, newKey);
    yield* addUnique(tx, 'delayed', { ...row, key: newKey, firstKey: row.firstKey ?? row.key });
    writeMoved(tx, row);
    return newKey;
  };
}

function* takeDelayed(tx: Transaction, id: JobKey): Generator<LockWish, Rows['delayed'] | null, void> {
  const found = byPublicId(tx.tables.delayed, id);
  if (found === undefined) return null;
  yield* tx.lock(`delayed ${found.key}`);
  const row = tx.tables.delayed.get(found.key);
  if (row === undefined) return null;
  tx.remove('delayed', row.key);
  return row;
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

function* rekeyDedupe(tx: Transaction, key: JobKey, newKey: JobKey): Generator<LockWish, void, void> {
  for (const [id, row] of [...tx.tables.dedupe]) {
    if (row.key !== key || row.heldUntil !== null) continue;
    yield* tx.lock(`dedupe ${id}`);
    tx.put('dedupe', id, { ...row, key: newKey });
  }
}

type About = Pick<Rows['history'], 'key' | 'firstKey' | 'attempt'>;

function writeMoved(tx: Transaction, { key, firstKey, attempt }: About): void {
  const common = { key, firstKey, attempt, startedAt: 0, endedAt: tx.now() };
  tx.append('history', { ...common, outcome: 'moved', failureCode: 'MOVED' });
}

function writeCancelled(tx: Transaction, { key, firstKey, attempt }: About, counts: Partial<Rows['usage']> = {}): void {
  const now = tx.now();
  const { useCaseNo } = queueOfJobKey(key);
  tx.append('usage', { useCaseNo, at: now, cancelledCount: 1, ...counts });
  const common = { key, firstKey, attempt, startedAt: 0, endedAt: now };
  tx.append('history', { ...common, outcome: 'cancelled', failureCode: 'CANCELLED' });
}
