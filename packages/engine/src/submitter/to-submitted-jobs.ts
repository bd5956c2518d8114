import { deadlineOfJobKey, type JobKey, jobKeyAt, toJobId } from '@leeway/domain/job-id';
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
function toJobs(row: StoredRow): SubmittedJob[] {
  return Array.from({ length: row.jobCount }, (_, place) => toSubmittedJob(row, jobKeyAt(row.key, place)));
}

function toSubmittedJob({ firstKey, availableAt, isDuplicate }: StoredRow, key: JobKey): SubmittedJob {
  const job = {
    id: toJobId(firstKey ?? key),
    availableAt: new Date(availableAt).toISOString(),
    deadlineAt: new Date(deadlineOfJobKey(key)).toISOString(),
  };
  return isDuplicate ? { ...job, deduplicated: true } : job;
}
