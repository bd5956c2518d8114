import { type JobKey, toJobId } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { Pool } from 'pg';
import { redriveJob as statement } from './sql/redrive-job.ts';
import { describeWhy, type Why } from './why.ts';

interface RedriveRow {
  readonly key: JobKey;
  readonly is_redriven: boolean;
  readonly holder_key: JobKey | null;
}

/**
 * Brings a dead job back, by its public id: it waits again, under a new deadline, with all its attempts. Returns its key
 * now; null where it is not dead. Throws CONFLICT where another job holds its dedupe key.
 */
export async function redriveJob(db: Pick<Pool, 'query'>, id: JobKey, why: Why): Promise<JobKey | null> {
  const { rows } = await db.query<RedriveRow>({ ...statement, values: [id, describeWhy(why)] });
  const row = rows[0];
  if (row === undefined) return null;
  if (row.is_redriven) return row.key;
  if (row.holder_key === null) return null;
  throw new LeewayError('CONFLICT', `${toJobId(row.holder_key)} holds the dedupe key of this job by now`);
}
