import { holdsDedupeKey, type JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import type { QueuedJob } from './queued-job.ts';
import { cancelDelayedJob } from './sql/cancel-delayed.ts';
import { hasForeignLease } from './sql/has-foreign-lease.ts';
import { lockJob } from './sql/lock-job.ts';
import { moveDelayedJob } from './sql/move-delayed-job.ts';
import { withdrawRemoteJob } from './sql/withdraw-remote-job.ts';
import { describeWhy, type Why } from './why.ts';

type Db = Pick<Pool, 'query'>;

/** Cancels a delayed job, by its public id. False where it is not delayed (any more). */
export async function cancelDelayed(db: Db, id: JobKey, why: Why): Promise<boolean> {
  return (await db.query({ ...cancelDelayedJob, values: [id, describeWhy(why)] })).rowCount === 1;
}

/** Gives a delayed job another deadline; returns its key then. Null where it is not delayed (any more), or has that deadline. */
export async function moveDelayed(db: Db, id: JobKey, deadlineAt: number, why: Why): Promise<JobKey | null> {
  const { rows } = await db.query<{ key: JobKey }>({ ...moveDelayedJob, values: [id, deadlineAt, describeWhy(why)] });
  return rows[0]?.key ?? null;
}

/** Cancels a waiting job of a remote use case, leased or not: whoever holds it is refused. False where it is not there (any more). */
export async function cancelRemote(db: Db, row: QueuedJob, why: Why): Promise<boolean> {
  return await withdrawRemote(db, row, { newKey: null, why });
}

/** `leased`: a program holds it, and nothing was changed. `absent`: it is not there any more. */
export type RemoteMove = 'moved' | 'leased' | 'absent';

/**
 * Gives a waiting job of a remote use case another key. Call it in a transaction: the row is locked before it is asked whether
 * somebody has it, so that nobody can lease it in between.
 */
export async function moveRemote(
  db: Db,
  row: QueuedJob,
  { newKey, why }: { readonly newKey: JobKey; readonly why: Why },
): Promise<RemoteMove> {
  if ((await db.query({ ...lockJob, values: [row.key, row.attempt] })).rowCount === 0) return 'absent';
  const { rows } = await db.query<{ is_leased: boolean }>({ ...hasForeignLease, values: [row.key] });
  if (rows[0]?.is_leased === true) return 'leased';
  return (await withdrawRemote(db, row, { newKey, why })) ? 'moved' : 'absent';
}

async function withdrawRemote(
  db: Db,
  row: QueuedJob,
  { newKey, why }: { readonly newKey: JobKey | null; readonly why: Why },
): Promise<boolean> {
  const values = [
    ...[row.key, row.attempt, row.firstKey ?? null, newKey, row.availableAt, row.submittedAt],
    ...[newKey === null ? null : row.payload, describeWhy(why)],
    newKey === null && holdsDedupeKey(row.key) ? [row.key] : [],
  ];
  return (await db.query({ ...withdrawRemoteJob, values })).rowCount === 1;
}
