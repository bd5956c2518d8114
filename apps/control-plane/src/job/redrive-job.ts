import { inTransaction } from '@leeway/db/in-transaction';
import type { JobChangeAnswer } from '@leeway/domain/job-command';
import { toJobId } from '@leeway/domain/job-id';
import { Reason } from '@leeway/domain/job-operation';
import { askRedrive } from '@leeway/engine/commands/ask-redrive';
import { announceSubmission } from '@leeway/engine/submitter/submit-in-transaction';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { recordAuditOn } from '../audit/record-audit.ts';
import { findUseCaseOfJob } from './find-use-case-of-job.ts';
import { JobIdText } from './job-id-text.ts';

export const JobRedrive = z.strictObject({ id: JobIdText, reason: Reason });

/** Brings a dead job back. NOT_FOUND, WRONG_STATE, or CONFLICT where another job holds its dedupe key. */
export async function redriveJob(call: Call, { id, reason }: z.infer<typeof JobRedrive>): Promise<JobChangeAnswer> {
  const { services, actor } = call;
  const { name, team } = await findUseCaseOfJob(services, id);
  const answer = await inTransaction(services.pool, async (client) => {
    const redriven = await askRedrive(client, id, { by: actor.name, reason });
    await recordAuditOn(client, actor, {
      action: 'job.redrive',
      object: { type: 'job', id: toJobId(id), name: toJobId(id) },
      teamId: team.id,
      before: { state: 'dead' },
      after: { state: redriven.state, deadlineAt: redriven.deadlineAt ?? null, useCase: name },
      reason,
    });
    return redriven;
  });
  await announceSubmission(services.pool);
  return answer;
}
