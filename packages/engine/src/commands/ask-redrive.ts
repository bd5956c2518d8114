import type { JobChangeAnswer } from '@leeway/domain/job-command';
import { deadlineOfJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { findJobPlace } from '../queue/find-job-place.ts';
import { redriveJob } from '../queue/redrive-job.ts';
import type { Why } from '../queue/why.ts';
import { refuseState, unknownJob } from './refuse-state.ts';

/**
 * Brings a dead job back at once, in the transaction that the caller is in. Throws NOT_FOUND, WRONG_STATE (it is not dead),
 * CONFLICT (another job holds its dedupe key).
 */
export async function askRedrive(db: Pick<Pool, 'query'>, id: JobKey, why: Why): Promise<JobChangeAnswer> {
  const key = await redriveJob(db, id, why);
  if (key !== null)
    return { id: toJobId(id), state: 'waiting', deadlineAt: new Date(deadlineOfJobKey(key)).toISOString() };
  const place = await findJobPlace(db, id);
  if (place === null) throw unknownJob();
  throw refuseState(id, place.state, 'only a dead job can be redriven');
}
