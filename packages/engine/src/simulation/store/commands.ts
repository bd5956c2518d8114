import type { CommandId } from '@leeway/domain/ids';
import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { CommandStore } from '../../queue/command-store.ts';
import type { CommandAnswer, CommandResult, CommandSearch, JobCommand } from '../../queue/job-command.ts';
import type { ShardFence } from '../../queue/withdraw-jobs.ts';
import { cancelDelayed, findJobPlace, findQueuedJob, holdShard, withdrawJob } from './change-jobs.ts';
import type { Statement } from './simulated-store.ts';

const WHY = { by: 'somebody', reason: '' };

/** What is asked of the owner of a shard; each as the file of its name in queue/sql. */
function findOpenCommands({ shards, newShards, limit }: CommandSearch): Statement<JobCommand[]> {
  return function* ({ tables }) {
    return [...tables.command.values()]
      .filter(({ key, isOver, result }) => {
        const { shard } = queueOfJobKey(key);
        return !isOver && shards.includes(shard) && (result === null || newShards.includes(shard));
      })
      .slice(0, limit)
      .map(({ id, key }): JobCommand => ({ id, jobKey: key, wish: { kind: 'cancel' }, why: WHY }));
  };
}

function answerCommand(fence: ShardFence, { commandId, result, isOver }: CommandAnswer): Statement<boolean> {
  return function* (tx) {
    if (!(yield* holdShard(tx, fence))) return false;
    yield* tx.lock(`command ${commandId}`);
    const row = tx.tables.command.get(commandId);
    if (row === undefined || row.isOver) return false;
    tx.put('command', commandId, { ...row, result, isOver });
    return true;
  };
}

/** What somebody who wants a job cancelled hears at once; null: its owner has been asked. */
export function askCancel(id: CommandId, key: JobKey): Statement<CommandResult | null> {
  return function* (tx) {
    if (yield* cancelDelayed(key)(tx)) return { state: 'cancelled', isCarriedOut: true };
    const place = yield* findJobPlace(key)(tx);
    const state = place?.state ?? 'done';
    if (state !== 'waiting' && state !== 'delayed') return { state, isCarriedOut: state === 'cancelled' };
    tx.put('command', id, { id, key, result: null, isOver: false });
    return null;
  };
}

export function readCommand(id: CommandId): Statement<CommandResult | null> {
  // biome-ignore lint/correctness/useYield: a read waits for nothing
  return function* ({ tables }) {
    return tables.command.get(id)?.result ?? null;
  };
}

/** For each call of the port the statement that it stands for. */
export type CommandStatements = {
  readonly [Call in keyof CommandStore]: (
    ...args: Parameters<CommandStore[Call]>
  ) => Statement<Awaited<ReturnType<CommandStore[Call]>>>;
};

/** New deadlines are not simulated. */
export const commandStatements: CommandStatements = {
  findOpenCommands,
  answerCommand,
  findQueuedJob,
  findJobPlace,
  withdrawJob,
  cancelDelayed,
  moveDelayed: () => {
    throw new Error('new deadlines are not simulated');
  },
};
