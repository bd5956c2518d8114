import type { JobView } from '@leeway/domain/views';
import { getJob as readJob } from '@leeway/engine/reports/get-job';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';
import { JobIdText } from './job-id-text.ts';
import { mayReadMessages, withholdMessage } from './withhold-message.ts';

export const JobQuery = z.strictObject({ id: JobIdText });

export async function getJob({ services, actor }: Call, { id }: z.infer<typeof JobQuery>): Promise<JobView> {
  const job = await readJob(services.pool, id);
  const team = await getTeamOf(services, job.useCase);
  return mayReadMessages(actor, team) ? job : withholdMessage(job, team);
}
