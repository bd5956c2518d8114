import { inTransaction } from '@leeway/db/in-transaction';
import { OperationId, type OperationView } from '@leeway/domain/job-operation';
import { LeewayError } from '@leeway/domain/problem';
import { stopOperation as stop } from '@leeway/engine/queue/operations';
import { getOperation } from '@leeway/engine/reports/read-operations';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { recordAuditOn } from '../audit/record-audit.ts';
import { getUseCaseRef } from '../use-case/get-use-case-ref.ts';

export const OperationStop = z.strictObject({ id: OperationId });

/** Ends an operation where it is; what it has done is done. WRONG_STATE where it has ended already. */
export async function stopOperation(call: Call, { id }: z.infer<typeof OperationStop>): Promise<OperationView> {
  const { services, actor } = call;
  const { operation: before, teamId } = await getOperation(services.pool, id);
  const useCase = await getUseCaseRef(services, before.useCase);
  return await inTransaction(services.pool, async (client) => {
    if (!(await stop(client, id, actor.name)))
      throw new LeewayError(
        'WRONG_STATE',
        `The operation is ${before.state}: only one that has not ended can be stopped`,
      );
    const { operation } = await getOperation(client, id);
    await recordAuditOn(client, actor, {
      action: 'operation.stop',
      object: { type: 'useCase', id: useCase.id, name: before.useCase },
      teamId,
      before: { operation: id, state: 'running' },
      after: { operation: id, state: 'stopped', doneCount: operation.doneCount, totalCount: operation.totalCount },
    });
    return operation;
  });
}
