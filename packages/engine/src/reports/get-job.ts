import { decodeJobKey, type JobKey, megaRowOf } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { JobView } from '@leeway/domain/views';
import { findJob } from './sql/find-job.ts';
import type { Store } from './store-time.ts';
import { type JobRow, viewJob } from './view-job.ts';

/** Where a job is. The store does not know what an engine holds: a leased job is shown as waiting. NOT_FOUND where no trace is left. */
export async function getJob(store: Store, key: JobKey): Promise<JobView> {
  const mega = megaRowOf(key);
  const { rows } = await store.query<JobRow>({
    ...findJob,
    values: [key, decodeJobKey(key).useCaseNo, mega?.rowKey ?? key, mega?.place ?? 0],
  });
  const row = rows[0];
  if (row === undefined || row.use_case === null || row.attempt === null) {
    throw new LeewayError('NOT_FOUND', 'There is no such job, or it was done and its record is not kept');
  }
  return viewJob(row);
}
