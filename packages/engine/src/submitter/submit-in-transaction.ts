import { LeewayError } from '@leeway/domain/problem';
import type { JobSubmission, SubmittedJob } from '@leeway/domain/submit';
import type { ClientBase } from 'pg';
import { insertJobs } from '../queue/insert-jobs.ts';
import { toEntry, type UseCaseRow } from '../registry/registry.ts';
import { randomTie } from '../runtime/random.ts';
import { buildJobs, toSubmittedJob } from './build-jobs.ts';
import { findTarget } from './sql/find-target.ts';

export interface Submission {
  readonly useCase: string;
  readonly job: JobSubmission;
}

interface TargetRow extends UseCaseRow {
  readonly now: number;
  readonly shard_count: number;
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
  const target = (await client.query<TargetRow>({ ...findTarget, values: [useCase] })).rows[0];
  if (target === undefined) throw new LeewayError('NOT_FOUND', `There is no use case ${useCase}`);
  const jobs = buildJobs({
    useCase: toEntry(target),
    submissions: [job],
    now: Number(target.now),
    shardCount: Number(target.shard_count),
    nextTie: randomTie,
  });
  const { acceptedAt } = await insertJobs(client, jobs);
  const [submitted] = jobs.map((built) => toSubmittedJob(built, acceptedAt));
  if (submitted === undefined) throw new Error('one submission makes one job');
  return { job: submitted, teamId: target.team_id };
}
