import type { JobKey } from '@leeway/domain/job-id';
import type { JobSubmission } from '@leeway/domain/submit';
import type { ClientBase } from 'pg';
import { insertJobs } from '../queue/insert-jobs.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import { randomTie } from '../runtime/random.ts';
import { buildRows } from './build-rows.ts';
import { draftJobs } from './draft-jobs.ts';

export interface PlannedSubmission {
  readonly useCase: UseCaseEntry;
  readonly job: JobSubmission;
}

/**
 * Stores jobs with earliest starts in the transaction that the client is in; returns their keys in the same order.
 * `now` is the store's time, estimated. Throws INVALID_INPUT as the submitter does.
 */
export async function submitPlanned(
  client: ClientBase,
  submissions: readonly PlannedSubmission[],
  { now, shardCount }: { readonly now: number; readonly shardCount: number },
): Promise<JobKey[]> {
  const jobs = submissions.flatMap(({ useCase, job }) =>
    buildRows(useCase, draftJobs(useCase, [job], now), { shardCount, nextTie: randomTie }),
  );
  await insertJobs(client, [{ jobs, key: null }]);
  return jobs.map((job) => job.key);
}
