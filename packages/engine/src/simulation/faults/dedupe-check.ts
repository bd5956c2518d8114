import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { Rows, Tables } from '../store/rows.ts';
import type { Commit } from '../store/simulated-store.ts';
import type { KnownJob } from './job-ledger.ts';
import { Violation } from './violation.ts';

/** At most one job of each dedupe key waits or runs, and a key that is held belongs to one that does (I21). Runs after the job ledger. */
export function createDedupeCheck(tables: Tables, jobs: ReadonlyMap<JobKey, KnownJob>): (commit: Commit) => void {
  const holders = new Map<string, JobKey>();
  /** Of jobs that have moved. */
  const publicIds = new Map<string, JobKey>();

  const isOver = (key: JobKey | undefined): boolean => {
    const state = key === undefined ? undefined : jobs.get(key)?.state;
    return state !== 'waiting' && state !== 'delayed';
  };

  const checkNew = (key: JobKey): void => {
    const dedupeKey = jobs.get(key)?.dedupeKey;
    if (dedupeKey == null) return;
    const id = `${queueOfJobKey(key).useCaseNo} ${dedupeKey}`;
    const holder = holders.get(id);
    if (holder !== key && !isOver(holder)) throw new Violation('I21', `${key} and ${holder} both have ${dedupeKey}`);
    holders.set(id, key);
  };

  const checkRow = (id: string, { firstKey = id as JobKey }: Pick<Rows['delayed'], 'firstKey'>): void => {
    publicIds.set(id, firstKey);
    checkNew(firstKey);
  };

  const checkRows = (changes: Commit['changes']): void => {
    for (const { table, id, after } of changes)
      if ((table === 'job' || table === 'delayed') && after !== null) checkRow(id, after as Rows['delayed']);
  };

  return ({ changes }) => {
    checkRows(changes);
    if (!changes.some(({ table }) => table === 'dedupe' || table === 'job')) return;
    for (const { key, hash, heldUntil } of tables.dedupe.values())
      if (heldUntil === null && isOver(publicIds.get(key) ?? key))
        throw new Violation('I21', `${key} is over, and still holds ${hash}`);
  };
}
