import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '@leeway/db/in-transaction';
import { newCommandId } from '@leeway/domain/ids';
import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
import { type JobKey, toJobId } from '@leeway/domain/job-id';
import { askJobChange } from '@leeway/engine/commands/ask-job-change';
import { awaitCommand } from '@leeway/engine/commands/await-command';
import { announceSubmission } from '@leeway/engine/submitter/submit-in-transaction';
import type { Call } from '../api/context.ts';
import { recordAuditOn } from '../audit/record-audit.ts';
import { findUseCaseOfJob } from './find-use-case-of-job.ts';

type Wish = Parameters<typeof askJobChange>[1]['wish'];

export interface JobChangeWish {
  readonly id: JobKey;
  readonly wish: Wish;
  readonly reason: string;
  /** What is asked for, for the log. */
  readonly asked: Readonly<Record<string, string | number>>;
}

const patience = { elapsed: () => performance.now(), wait: (ms: number) => sleep(ms) };

/**
 * Cancels a job or gives it another deadline, with an entry in the log that says what was asked. What an engine may hold in
 * memory is for that engine to change: its answer is waited for a while. NOT_FOUND, WRONG_STATE, INVALID_INPUT.
 */
export async function changeJob(call: Call, change: JobChangeWish): Promise<JobChangeAnswer | PendingCommand> {
  const { services, actor } = call;
  const { id, wish, reason } = change;
  const { name, team } = await findUseCaseOfJob(services, id);
  const commandId = newCommandId(services.random);
  const asked = await inTransaction(services.pool, async (client) => {
    const outcome = await askJobChange(client, { id, wish, why: { by: actor.name, reason }, commandId });
    const result = outcome.kind === 'done' ? { state: outcome.answer.state } : { command: commandId };
    await recordAuditOn(client, actor, {
      action: `job.${wish.kind}`,
      object: { type: 'job', id: toJobId(id), name: toJobId(id) },
      teamId: team.id,
      before: null,
      after: { useCase: name, ...change.asked, ...result },
      reason,
    });
    return outcome;
  });
  if (asked.kind === 'done') return asked.answer;
  await announceSubmission(services.pool);
  return await awaitCommand(services.pool, { commandId, id, wish }, patience);
}
