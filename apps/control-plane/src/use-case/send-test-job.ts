import { inTransaction } from '@leeway/db/in-transaction';
import { LIMITS } from '@leeway/domain/limits';
import { JobSubmission } from '@leeway/domain/submit';
import { UseCaseName } from '@leeway/domain/use-case';
import { announceSubmission, submitInTransaction } from '@leeway/engine/submitter/submit-in-transaction';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { recordAuditOn } from '../audit/record-audit.ts';

export const TestJob = z.strictObject({
  name: UseCaseName,
  concurrencyKey: JobSubmission.shape.concurrencyKey,
  /** JSON text. */
  payload: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= LIMITS.payloadBytes, `At most ${LIMITS.payloadBytes} bytes`)
    .transform((text, context): JobSubmission => {
      const submission = JobSubmission.safeParse({ payload: readJson(text) });
      if (submission.success) return submission.data;
      const message = submission.error.issues[0]?.message ?? 'This payload cannot be stored';
      context.addIssue({ code: 'custom', message: isJson(text) ? message : NO_JSON });
      return z.NEVER;
    }),
});

const NO_JSON = 'Write a JSON value, such as {"to": "ann@example.com"}, or null for a job without input';

function isJson(text: string): boolean {
  return readJson(text) !== undefined;
}

/** Undefined, which no JSON text means, where it cannot be read. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Puts one job into the queue as a program would; its entry in the log names the job, never its payload. */
export async function sendTestJob({ services, actor }: Call, input: z.infer<typeof TestJob>): Promise<{ id: string }> {
  const { name, payload: job, concurrencyKey } = input;
  const sent = await inTransaction(services.pool, async (client) => {
    const submitted = await submitInTransaction(client, {
      useCase: name,
      job: concurrencyKey === undefined ? job : { ...job, concurrencyKey },
    });
    const { id } = submitted.job;
    await recordAuditOn(client, actor, {
      action: 'useCase.sendTestJob',
      object: { type: 'job', id, name: id },
      teamId: submitted.teamId,
      before: null,
      after: { useCase: name },
    });
    return { id };
  });
  await announceSubmission(services.pool);
  return sent;
}
