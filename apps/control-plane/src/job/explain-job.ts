import type { JobWaitView } from '@leeway/domain/sharing-views';
import { getJob } from '@leeway/engine/reports/get-job';
import { readEngineVoice } from '@leeway/engine/reports/read-engine-voice';
import { readJobWait } from '@leeway/engine/reports/read-wait';
import type { z } from 'zod';
import type { Call } from '../api/context.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';
import type { JobQuery } from './get-job.ts';
import { withholdKeys } from './withhold-keys.ts';
import { mayReadMessages } from './withhold-message.ts';

/** Why a job has not started. */
export async function explainJob({ services, actor }: Call, { id }: z.infer<typeof JobQuery>): Promise<JobWaitView> {
  const { pool } = services;
  const job = await getJob(pool, id);
  const wait = { ...(await readEngineVoice(pool)), ...(await readJobWait(pool, id, job)) };
  if (wait.reason === null || mayReadMessages(actor, await getTeamOf(services, job.useCase))) return wait;
  return { ...wait, reason: withholdKeys(wait.reason) };
}
