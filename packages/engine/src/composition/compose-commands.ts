import { type CommandDesk, createCommandDesk } from '../commands/command-desk.ts';
import { createCommandStore } from '../queue/command-store.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

export interface CommandOptions {
  readonly engineId: string;
  readonly store: Store;
  readonly path: Pick<JobPath, 'owner' | 'tailer' | 'dispatcher' | 'held'>;
  readonly log: Log;
}

/** Lets the owner of shards do what is asked of single jobs that it may hold in memory. */
export function composeCommands({ engineId, store, path, log }: CommandOptions): CommandDesk {
  const { owner, tailer, dispatcher, held } = path;
  return createCommandDesk({
    store: createCommandStore(store.queuePool),
    engineId,
    clock: systemClock,
    log,
    ownedShards: owner.owned,
    epochOf: owner.epochOf,
    held,
    holdFound: tailer.holdFound,
    isLeased: dispatcher.isLeased,
    withdraw: dispatcher.withdraw,
    cancelLeased: dispatcher.cancelLeased,
    onReturned: tailer.arrived,
    onCleared: tailer.gainShard,
  });
}
