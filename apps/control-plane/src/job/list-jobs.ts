import { UseCaseName } from '@leeway/domain/use-case';
import { JOB_LISTS, type JobPage, listJobs as readJobs } from '@leeway/engine/reports/list-jobs';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

export const JobListQuery = z.strictObject({
  useCase: UseCaseName,
  state: z.enum(JOB_LISTS),
  cursor: z.string().max(100, 'A cursor of an earlier page').optional(),
});

export function listJobs({ services }: Call, query: z.infer<typeof JobListQuery>): Promise<JobPage> {
  return readJobs(services.pool, query);
}
