import { holdsDedupeKey, type JobKey, jobKeyAt } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueuedJob } from './queued-job.ts';
import { payloadsOf } from './row-payloads.ts';
import { withdrawJobs as statement } from './sql/withdraw-jobs.ts';
import { describeWhy, type Why } from './why.ts';

/** A row that the owner of its shard has taken out of its memory, and what becomes of one of the jobs in it; the others go back. */
export interface Withdrawal {
  readonly row: QueuedJob;
  /** Which job of the row. */
  readonly place: number;
  /** Null: the job is cancelled. Else it goes back under this key. */
  readonly newKey: JobKey | null;
  readonly why: Why;
}

export interface ShardFence {
  readonly owner: string;
  readonly shard: number;
  readonly epoch: number;
}

/** `gone`: it happened. `absent`: the row was not there. `lost`: the shard is another's by now, and nothing happened. */
export type WithdrawOutcome = 'gone' | 'absent' | 'lost';

interface WithdrawnJob {
  readonly key: JobKey;
  readonly outcome: 'cancelled' | 'moved' | 'returned';
  readonly payload: string | null;
}

/** Cancels a job of a row, or gives it another key. */
export async function withdrawJob(pool: Pool, fence: ShardFence, withdrawal: Withdrawal): Promise<WithdrawOutcome> {
  const { row, newKey, why } = withdrawal;
  const jobs = jobsOf(withdrawal);
  const values = [
    ...[fence.owner, fence.shard, fence.epoch, [row.key], [row.attempt], [row.jobCount]],
    jobs.map(() => row.key),
    jobs.map((job) => job.key),
    jobs.map(() => row.firstKey ?? null),
    jobs.map((job) => (job.outcome === 'moved' ? newKey : null)),
    jobs.map(() => row.attempt),
    jobs.map((job) => job.outcome),
    jobs.map(() => row.availableAt),
    jobs.map(() => row.submittedAt),
    jobs.map((job) => job.payload),
    jobs.map(() => describeWhy(why)),
    newKey === null && holdsDedupeKey(row.key) ? [row.key] : [],
  ];
  const { rows } = await pool.query<{ is_held: boolean; keys: JobKey[] }>({ ...statement, values });
  if (rows[0]?.is_held !== true) return 'lost';
  return rows[0].keys.length > 0 ? 'gone' : 'absent';
}

function jobsOf({ row, place, newKey }: Withdrawal): WithdrawnJob[] {
  const payloadAt = payloadsOf(row);
  return Array.from({ length: row.jobCount }, (_, at): WithdrawnJob => {
    const key = jobKeyAt(row.key, at);
    if (at !== place) return { key, outcome: 'returned', payload: payloadAt(at) };
    return newKey === null
      ? { key, outcome: 'cancelled', payload: null }
      : { key, outcome: 'moved', payload: payloadAt(at) };
  });
}

/** The rows that are in the ready queue afterwards instead of the one that was withdrawn. */
export function rowsAfter(withdrawal: Withdrawal): QueuedJob[] {
  const { row, newKey } = withdrawal;
  return jobsOf(withdrawal)
    .filter(({ outcome }) => outcome !== 'cancelled')
    .map(({ key, outcome, payload }) => {
      const moved = outcome === 'moved' ? { key: newKey ?? key, firstKey: row.firstKey ?? key } : { key };
      return { ...row, ...moved, jobCount: 1, payload: payload ?? 'null' };
    });
}
