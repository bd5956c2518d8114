import { createOperationRunner, type OperationRunner } from '../commands/operation-runner.ts';
import { createOperationStore } from '../queue/operation-store.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { LeasePath } from './compose-leases.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

export interface OperationOptions {
  readonly engineId: string;
  readonly store: Store;
  readonly path: Pick<JobPath, 'owner' | 'tailer' | 'dispatcher' | 'held'>;
  readonly leasing: Pick<LeasePath, 'lookSoon'>;
  readonly log: Log;
}

/** Lets the owner of shards carry out what is asked for all jobs of a use case that a filter matches. */
export function composeOperations({ engineId, store, path, leasing, log }: OperationOptions): OperationRunner {
  return createOperationRunner({
    store: createOperationStore(store.queuePool),
    engineId,
    clock: systemClock,
    log,
    ownedShards: path.owner.owned,
    epochOf: path.owner.epochOf,
    held: path.held,
    holdFound: path.tailer.holdFound,
    isLeased: path.dispatcher.isLeased,
    withdraw: path.dispatcher.withdraw,
    onRedriven: () => {
      path.tailer.sweepSoon();
      leasing.lookSoon();
    },
  });
}
