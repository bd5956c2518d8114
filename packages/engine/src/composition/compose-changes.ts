import { newOperationId } from '@leeway/domain/ids';
import { askRedrive } from '../commands/ask-redrive.ts';
import type { EngineServerOptions } from '../http/engine-server.ts';
import { beginOperation, stopOperation } from '../queue/operations.ts';
import { previewOperation } from '../queue/preview-operation.ts';
import { wakeOwners } from '../queue/wake-owners.ts';
import { getOperation, listOperations } from '../reports/read-operations.ts';
import { systemRandomBytes } from '../runtime/random.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

/** What programs can do to jobs that are there already. */
export function composeChanges({
  store,
  path,
}: {
  readonly store: Store;
  readonly path: Pick<JobPath, 'wakeSender'>;
}): Pick<EngineServerOptions, 'jobChanges' | 'operations'> {
  const { queuePool } = store;
  return {
    jobChanges: {
      redrive: async (id, why) => {
        const answer = await askRedrive(queuePool, id, why);
        path.wakeSender.wake();
        return answer;
      },
    },
    operations: {
      begin: async (useCaseNo, request, by) => {
        const id = newOperationId(systemRandomBytes);
        await beginOperation(queuePool, { id, useCaseNo, target: request, by, reason: request.reason });
        await wakeOwners(queuePool).catch(() => undefined);
        return (await getOperation(queuePool, id)).operation;
      },
      preview: (useCaseNo, target) => previewOperation(queuePool, useCaseNo, target),
      list: (useCase) => listOperations(queuePool, useCase),
      get: (id) => getOperation(queuePool, id),
      stop: (id, by) => stopOperation(queuePool, id, by),
    },
  };
}
