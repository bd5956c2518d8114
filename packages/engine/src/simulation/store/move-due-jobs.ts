import { queueOfJobKey } from '@leeway/domain/job-id';
import type { DueRange, MovedJob, MoveRequest, NextDue } from '../../queue/move-due-jobs.ts';
import type { DelayedRow } from './rows.ts';
import type { Statement, Transaction } from './simulated-store.ts';
import { addUnique } from './unique.ts';

/** The bytes that one move brings along. */
const MOVED_BYTES = 4 * 2 ** 20;
const SMALLEST_PART = 50;

export function moveDueJobs(request: MoveRequest): Statement<MovedJob[]> {
  return function* (tx) {
    const now = tx.now();
    const due = request.ranges.flatMap((range) => takeDue(tx, range, request, now)).sort(byDue);
    const counts = new Map<number, number>();
    for (const row of due) {
      tx.remove('delayed', row.key);
      const { key, firstKey, attempt, availableAt, submittedAt, payload, concurrencyKey } = row;
      yield* addUnique(tx, 'job', {
        key,
        firstKey,
        attempt,
        jobCount: 1,
        availableAt,
        submittedAt,
        payload,
        concurrencyKey,
      });
      const { useCaseNo } = queueOfJobKey(key);
      counts.set(useCaseNo, (counts.get(useCaseNo) ?? 0) + 1);
    }
    for (const [useCaseNo, delayedOutCount] of counts) tx.append('usage', { useCaseNo, at: now, delayedOutCount });
    let bytes = 0;
    return due.map((row): MovedJob => {
      bytes += Buffer.byteLength(row.payload);
      const { key, firstKey, attempt, availableAt, submittedAt, payload, concurrencyKey } = row;
      const moved = { key, firstKey, attempt, jobCount: 1, availableAt, submittedAt, payload, concurrencyKey };
      const job = bytes <= MOVED_BYTES ? moved : null;
      return { key, dueAt: row.dueAt, job };
    });
  };
}

/** What is due in a shard and nobody else is moving, oldest first; in fair moves so many of each use case. */
function takeDue(
  tx: Transaction,
  { shard, fromAt }: DueRange,
  { rowsPerShard, isFair }: MoveRequest,
  now: number,
): DelayedRow[] {
  const due = [...tx.tables.delayed.values()]
    .filter((row) => row.shard === shard && row.dueAt >= fromAt && row.dueAt <= now)
    .sort(byDue);
  const groups = isFair ? groupByUseCase(due) : [due];
  const sharing = groupByUseCase(
    [...tx.tables.delayed.values()].filter((row) => row.shard === shard && row.dueAt <= now),
  );
  const limit = isFair ? Math.max(SMALLEST_PART, Math.floor(rowsPerShard / sharing.length)) : rowsPerShard;
  return groups.flatMap((rows) => {
    const taken: DelayedRow[] = [];
    for (const row of rows) {
      if (taken.length >= limit) break;
      if (tx.tryLock(`delayed ${row.key}`)) taken.push(row);
    }
    return taken;
  });
}

function groupByUseCase(rows: readonly DelayedRow[]): DelayedRow[][] {
  const groups = new Map<number, DelayedRow[]>();
  for (const row of rows) {
    const { useCaseNo } = queueOfJobKey(row.key);
    const group = groups.get(useCaseNo) ?? [];
    group.push(row);
    groups.set(useCaseNo, group);
  }
  return [...groups.values()];
}

function byDue(a: DelayedRow, b: DelayedRow): number {
  return a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1);
}

export function findNextDue(ranges: readonly DueRange[]): Statement<NextDue> {
  return function* ({ tables, now }) {
    const dueAts = [...tables.delayed.values()]
      .filter((row) => ranges.some(({ shard, fromAt }) => row.shard === shard && row.dueAt >= fromAt))
      .map((row) => row.dueAt);
    return { now: now(), dueAt: dueAts.length === 0 ? null : Math.min(...dueAts) };
  };
}
