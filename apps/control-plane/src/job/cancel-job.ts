import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
import { Reason } from '@leeway/domain/job-operation';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { changeJob } from './change-job.ts';
import { JobIdText } from './job-id-text.ts';

export const JobCancel = z.strictObject({ id: JobIdText, reason: Reason });

/** A job that runs gets its signal, and is not tried again. */
export function cancelJob(
  call: Call,
  { id, reason }: z.infer<typeof JobCancel>,
): Promise<JobChangeAnswer | PendingCommand> {
  return changeJob(call, { id, wish: { kind: 'cancel' }, reason, asked: {} });
}
