import { type JobChangeAnswer, NewDeadline, type PendingCommand } from '@leeway/domain/job-command';
import { Reason } from '@leeway/domain/job-operation';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { changeJob } from './change-job.ts';
import { JobIdText } from './job-id-text.ts';

export const JobDeadlineChange = z.strictObject({ id: JobIdText, deadline: NewDeadline, reason: Reason });

/** For a job that waits or is delayed. */
export function changeDeadline(
  call: Call,
  { id, deadline, reason }: z.infer<typeof JobDeadlineChange>,
): Promise<JobChangeAnswer | PendingCommand> {
  const { deadlineAt, delayToleranceMs = 0 } = deadline;
  const isInstant = deadlineAt !== undefined;
  return changeJob(call, {
    id,
    wish: { kind: 'changeDeadline', deadline: isInstant ? { deadlineAt } : { delayToleranceMs } },
    reason,
    asked: isInstant ? { deadlineAt: new Date(deadlineAt).toISOString() } : { delayToleranceMs },
  });
}
