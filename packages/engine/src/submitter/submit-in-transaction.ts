import { LeewayError } from '@leeway/domain/problem';
import type { JobSubmission, SubmittedJob } from '@leeway/domain/submit';
import type { ClientBase, Pool } from 'pg';
import { insertJobs } from '../queue/insert-jobs.ts';
import { wakeOwners } from '../queue/wake-owners.ts';
import { findTarget } from '../registry/find-target.ts';
import { randomTie } from '../runtime/random.ts';
import { buildRows } from './build-rows.ts';
import { draftJobs } from './draft-jobs.ts';
import { toSubmittedJobs } from './to-submitted-jobs.ts';

export interface Submission {
  readonly useCase: string;
  readonly job: JobSubmission;
}

export interface SubmittedTo {
  readonly job: SubmittedJob;
  readonly teamId: string;
}

/**
 * Stores one job in the transaction that the client is in, beside whatever else belongs to it; dispatchers find it when
 * they look next. Throws NOT_FOUND, and INVALID_INPUT as the submitter does.
 */
export async function submitInTransaction(client: ClientBase, { useCase, job }: Submission): Promise<SubmittedTo> {
  const target = await findTarget(client, useCase);
  if (target === null) throw new LeewayError('NOT_FOUND', `There is no use case ${useCase}`);
  const drafts = draftJobs(target.useCase, [job], target.now);
  const jobs = buildRows(target.useCase, drafts, { shardCount: target.shardCount, nextTie: randomTie });
  const [submitted] = toSubmittedJobs(jobs, await insertJobs(client, [{ jobs, key: null }]));
  if (submitted === undefined) throw new Error('one submission makes one job');
  return { job: submitted, teamId: target.useCase.teamId };
}

/** After the commit: lets the dispatchers know, which otherwise look once a second. */
export async function announceSubmission(pool: Pick<Pool, 'query'>): Promise<void> {
  await wakeOwners(pool).catch(() => undefined);
}
