import { deadlineOfJobKey, jobIdsOf, toJobId } from '@leeway/domain/job-id';
import type { SubmittedJob } from '@leeway/domain/submit';
import type { StoredRequest, StoredRow } from '../queue/find-submit-requests.ts';
import type { Inserted } from '../queue/insert-jobs.ts';
import { type NewJob, storedAvailableAt } from '../queue/new-job.ts';

/** What the caller is told of the jobs that one statement stored, or did not because another holds their dedupe key. */
export function toSubmittedJobs(rows: readonly NewJob[], inserted: Inserted): SubmittedJob[] {
  return rows.flatMap((row) => {
    const holder = inserted.holders.get(row.key);
    if (holder !== undefined) return toJobs({ ...holder, jobCount: 1, isDuplicate: true });
    const availableAt = storedAvailableAt(row, inserted.acceptedAt);
    return toJobs({ key: row.key, availableAt, jobCount: row.jobCount, isDuplicate: false });
  });
}

/** The same for a request that was answered before. */
export function toRepeatedJobs({ rows }: StoredRequest): SubmittedJob[] {
  return rows.flatMap(toJobs);
}

/** The jobs of a row have all but their ids in common. */
function toJobs({ key, firstKey, jobCount, ...row }: StoredRow): SubmittedJob[] {
  const availableAt = new Date(row.availableAt).toISOString();
  const deadlineAt = new Date(deadlineOfJobKey(key)).toISOString();
  if (row.isDuplicate) return [{ id: toJobId(firstKey ?? key), availableAt, deadlineAt, deduplicated: true }];
  return jobIdsOf(firstKey ?? key, jobCount).map((id) => ({ id, availableAt, deadlineAt }));
}
