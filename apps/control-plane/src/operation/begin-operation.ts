import { inTransaction } from '@leeway/db/in-transaction';
import { newOperationId } from '@leeway/domain/ids';
import { OperationTarget, type OperationView, Reason } from '@leeway/domain/job-operation';
import { UseCaseName } from '@leeway/domain/use-case';
import { beginOperation as begin } from '@leeway/engine/queue/operations';
import { previewOperation } from '@leeway/engine/queue/preview-operation';
import { getOperation } from '@leeway/engine/reports/read-operations';
import { announceSubmission } from '@leeway/engine/submitter/submit-in-transaction';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { recordAuditOn } from '../audit/record-audit.ts';
import { getUseCaseRef } from '../use-case/get-use-case-ref.ts';

export const OperationStart = z.strictObject({ name: UseCaseName, target: OperationTarget, reason: Reason });

/** Begins to redrive or cancel all jobs of a use case that a filter matches; its entry in the log says how many they were. CONFLICT where too many operations are open. */
export async function beginOperation(call: Call, input: z.infer<typeof OperationStart>): Promise<OperationView> {
  const { services, actor } = call;
  const { name, target, reason } = input;
  const useCase = await getUseCaseRef(services, name);
  const id = newOperationId(services.random);
  await inTransaction(services.pool, async (client) => {
    const { count, isMore } = await previewOperation(client, useCase.no, target);
    await begin(client, { id, useCaseNo: useCase.no, target, by: actor.name, reason });
    await recordAuditOn(client, actor, {
      action: `operation.${target.kind}`,
      object: { type: 'useCase', id: useCase.id, name },
      teamId: useCase.teamId,
      before: null,
      after: { operation: id, ...auditedFilter(target.filter), matchCount: isMore ? `more than ${count}` : count },
      reason,
    });
  });
  await announceSubmission(services.pool);
  return (await getOperation(services.pool, id)).operation;
}

/** The log is read by everybody: of what was looked for in failure messages it tells that there was something, as lists of operations do. */
function auditedFilter(filter: OperationTarget['filter']) {
  return 'text' in filter && filter.text !== undefined ? { ...filter, text: '…' } : filter;
}
