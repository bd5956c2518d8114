import type { JobWaitView } from '@leeway/domain/sharing-views';
import { getJob } from '@leeway/engine/reports/get-job';
import { readEngineVoice } from '@leeway/engine/reports/read-engine-voice';
import { readJobWait } from '@leeway/engine/reports/read-wait';
import type { z } from 'zod';
import type { Call } from '../api/context.ts';
import type { JobQuery } from './get-job.ts';

/** Why a job has not started. */
export async function explainJob({ services: { pool } }: Call, { id }: z.infer<typeof JobQuery>): Promise<JobWaitView> {
  const wait = await readJobWait(pool, id, await getJob(pool, id));
  return { ...(await readEngineVoice(pool)), ...wait };
}
