import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { Services } from '../api/context.ts';

export const UNKNOWN_JOB = 'There is no such job, or it was done and its record is not kept';

export interface UseCaseOfJob {
  readonly name: string;
  readonly team: { readonly id: string; readonly name: string };
}

/** The use case that a job's id names, whether there is such a job or not. Throws NOT_FOUND. */
export async function findUseCaseOfJob({ prisma }: Services, key: JobKey): Promise<UseCaseOfJob> {
  const found = await prisma.useCase.findUnique({
    where: { no: queueOfJobKey(key).useCaseNo },
    select: { name: true, team: { select: { id: true, name: true } } },
  });
  if (found === null) throw new LeewayError('NOT_FOUND', UNKNOWN_JOB);
  return found;
}
