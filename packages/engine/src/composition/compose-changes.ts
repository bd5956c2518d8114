import { inTransaction } from '@leeway/db/in-transaction';
import { newCommandId, newOperationId } from '@leeway/domain/ids';
import { type JobKey, queueOfJobKey, toJobId } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import { askJobChange } from '../commands/ask-job-change.ts';
import { askRedrive } from '../commands/ask-redrive.ts';
import { awaitCommand } from '../commands/await-command.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import type { EngineServerOptions } from '../http/engine-server.ts';
import { type JobWish, readCommand } from '../queue/job-command.ts';
import { beginOperation, stopOperation } from '../queue/operations.ts';
import { previewOperation } from '../queue/preview-operation.ts';
import { wakeOwners } from '../queue/wake-owners.ts';
import type { Why } from '../queue/why.ts';
import { getOperation, listOperations } from '../reports/read-operations.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemRandomBytes } from '../runtime/random.ts';
import type { LeasePath } from './compose-leases.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

export interface ChangeOptions {
  readonly store: Pick<Store, 'queuePool'>;
  readonly path: Pick<JobPath, 'wakeSender' | 'owner'>;
  readonly commands: Pick<CommandDesk, 'wake'>;
  readonly leasing: Pick<LeasePath, 'arrived'>;
}

const patience = {
  elapsed: systemClock.elapsed,
  wait: (ms: number) => new Promise<void>((resolve) => systemClock.after(ms, resolve)),
};

/** What programs can do to jobs that are there already. */
export function composeChanges(options: ChangeOptions): Pick<EngineServerOptions, 'jobChanges' | 'operations'> {
  const { queuePool } = options.store;

  const tellOwner = (id: JobKey): void => {
    if (options.path.owner.epochOf(queueOfJobKey(id).shard) === undefined) options.path.wakeSender.wake();
    else options.commands.wake();
  };

  const change = async (id: JobKey, wish: JobWish, why: Why) => {
    const commandId = newCommandId(systemRandomBytes);
    const asked = await inTransaction(queuePool, (client) => askJobChange(client, { id, wish, why, commandId }));
    if (asked.kind === 'done') {
      if (asked.freedKey !== undefined) options.leasing.arrived([asked.freedKey]);
      return asked.answer;
    }
    tellOwner(id);
    return await awaitCommand(queuePool, { commandId, id, wish }, patience);
  };

  return {
    jobChanges: {
      cancel: (id, why) => change(id, { kind: 'cancel' }, why),
      changeDeadline: (id, deadline, why) => change(id, { kind: 'changeDeadline', deadline }, why),
      redrive: async (id, why) => {
        const answer = await askRedrive(queuePool, id, why);
        options.path.wakeSender.wake();
        return answer;
      },
      getCommand: async (id) => {
        const progress = await readCommand(queuePool, id);
        if (progress === null) throw new LeewayError('NOT_FOUND', 'There is no such command, or it was over long ago');
        const { result, jobKey, isOver } = progress;
        const state = result === null ? 'pending' : isOver ? 'over' : 'stopping';
        return {
          jobKey,
          answer: {
            id,
            job: toJobId(jobKey),
            state,
            isCarriedOut: result?.isCarriedOut ?? null,
            jobState: result?.state ?? null,
          },
        };
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
