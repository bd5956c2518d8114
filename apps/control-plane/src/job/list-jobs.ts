import { UseCaseName } from '@leeway/domain/use-case';
import { JOB_LISTS, type JobPage, listJobs as readJobs } from '@leeway/engine/reports/list-jobs';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';
import { mayReadMessages, withholdMessage } from './withhold-message.ts';

export const JobListQuery = z.strictObject({
  useCase: UseCaseName,
  state: z.enum(JOB_LISTS),
  cursor: z.string().max(100, 'A cursor of an earlier page').optional(),
});

export async function listJobs({ services, actor }: Call, query: z.infer<typeof JobListQuery>): Promise<JobPage> {
  const team = await getTeamOf(services, query.useCase);
  const page = await readJobs(services.pool, query);
  if (mayReadMessages(actor, team)) return page;
  return { ...page, rows: page.rows.map((job) => withholdMessage(job, team)) };
}
