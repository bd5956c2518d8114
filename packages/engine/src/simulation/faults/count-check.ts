import { queueOfJobKey } from '@leeway/domain/job-id';
import type { Rows, TableName, Tables, UsageRow } from '../store/rows.ts';
import type { Change, Commit } from '../store/simulated-store.ts';
import { cancelledIn, isMove, isSettle } from './commit-notes.ts';
import { Violation } from './violation.ts';

type Count = 'submitted' | 'done' | 'cancelled' | 'retried' | 'dead' | 'failed' | 'delayedIn' | 'delayedOut';
type Counts = Record<Count, number>;
type CountsByUseCase = Map<number, Counts>;

const COLUMNS: Record<Count, keyof UsageRow> = {
  submitted: 'submittedCount',
  done: 'doneCount',
  cancelled: 'cancelledCount',
  retried: 'retriedCount',
  dead: 'deadCount',
  failed: 'failedCount',
  delayedIn: 'delayedInCount',
  delayedOut: 'delayedOutCount',
};
const COUNTS = Object.keys(COLUMNS) as Count[];

/** What usage says of every commit, held against the rows that came and went in it (I16), and against all rows together (I22). */
export function createCountCheck(tables: Tables): (commit: Commit) => void {
  let submitted = 0;
  let done = 0;
  let cancelled = 0;

  const checkConservation = (): void => {
    let waiting = 0;
    for (const { jobCount } of tables.job.values()) waiting += jobCount;
    const { delayed, dead } = tables;
    if (waiting + delayed.size + dead.size + done + cancelled === submitted) return;
    const parts = `${waiting} waiting + ${delayed.size} delayed + ${dead.size} dead + ${done} done + ${cancelled} cancelled`;
    throw new Violation('I22', `${submitted} submitted, but ${parts}`);
  };

  return (commit) => {
    const said = countUsage(commit.changes);
    compare(said, countRows(commit));
    for (const counts of said.values()) {
      submitted += counts.submitted;
      done += counts.done;
      cancelled += counts.cancelled;
    }
    checkConservation();
  };
}

function compare(said: CountsByUseCase, seen: CountsByUseCase): void {
  for (const no of new Set([...said.keys(), ...seen.keys()]))
    for (const count of COUNTS) {
      const [saidCount, seenCount] = [said.get(no)?.[count] ?? 0, seen.get(no)?.[count] ?? 0];
      if (saidCount !== seenCount)
        throw new Violation('I16', `use case ${no}: usage says ${saidCount} ${count}, the rows say ${seenCount}`);
    }
}

function countsOf(all: CountsByUseCase, useCaseNo: number): Counts {
  const found = all.get(useCaseNo) ?? {
    submitted: 0,
    done: 0,
    cancelled: 0,
    retried: 0,
    dead: 0,
    failed: 0,
    delayedIn: 0,
    delayedOut: 0,
  };
  all.set(useCaseNo, found);
  return found;
}

function countUsage(changes: readonly Change[]): CountsByUseCase {
  const all: CountsByUseCase = new Map();
  for (const { table, after } of changes) {
    if (table !== 'usage' || after === null) continue;
    const row = after as UsageRow;
    const counts = countsOf(all, row.useCaseNo);
    for (const count of COUNTS) counts[count] += Number(row[COLUMNS[count]] ?? 0);
  }
  return all;
}

/** Jobs that a row holds, before or after. */
function jobsIn(row: Rows[TableName] | null): number {
  return row === null ? 0 : 'jobCount' in row ? row.jobCount : 1;
}

/** The same from the rows: what is gone from the ready queue and came up nowhere is done. */
function countRows({ changes, note }: Commit): CountsByUseCase {
  const all: CountsByUseCase = new Map();
  // What moves within its place is counted nowhere; that none gets lost is seen from all rows together.
  if (isMove(note)) return all;
  const add = isSettle(note) ? addSettled : addMoved;
  const cancelled = cancelledIn(note);
  for (const { table, before, after } of changes) {
    const row = after ?? before;
    if (row === null || (table !== 'job' && table !== 'delayed' && table !== 'dead')) continue;
    const { useCaseNo } = queueOfJobKey((row as Rows['job']).key);
    add(countsOf(all, useCaseNo), table, { goneCount: jobsIn(before), comeCount: jobsIn(after) });
  }
  for (const key of cancelled) {
    const counts = countsOf(all, queueOfJobKey(key).useCaseNo);
    counts.cancelled += 1;
    // Gone, and neither done nor submitted again.
    if (isSettle(note)) counts.done -= 1;
    else counts.submitted += 1;
  }
  return all;
}

interface Turnover {
  readonly goneCount: number;
  readonly comeCount: number;
}

function addSettled(counts: Counts, table: TableName, { goneCount, comeCount }: Turnover): void {
  counts.done += goneCount - comeCount;
  if (table === 'job') return;
  counts.failed += comeCount;
  if (table === 'dead') counts.dead += comeCount;
  if (table !== 'delayed') return;
  counts.retried += comeCount;
  counts.delayedIn += comeCount;
}

/** A submission, or what became due: it leaves the delay service as it comes to the ready queue. */
function addMoved(counts: Counts, table: TableName, { goneCount, comeCount }: Turnover): void {
  counts.submitted += comeCount - goneCount;
  if (table !== 'delayed') return;
  counts.delayedIn += comeCount;
  counts.delayedOut += goneCount;
}
