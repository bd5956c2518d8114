import type { CommandId } from '@leeway/domain/ids';
import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { keyWithDeadline, newDeadlineAt } from '../../commands/new-deadline.ts';
import type { CommandStore } from '../../queue/command-store.ts';
import type { FoundPlace } from '../../queue/find-job-place.ts';
import type { CommandAnswer, CommandResult, CommandSearch, JobCommand, JobWish } from '../../queue/job-command.ts';
import type { ShardFence } from '../../queue/withdraw-jobs.ts';
import { cancelDelayed, findJobPlace, findQueuedJob, holdShard, moveDelayed, withdrawJob } from './change-jobs.ts';
import type { LockWish, Statement, Transaction } from './simulated-store.ts';

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
      .map(({ id, key, wish }): JobCommand => ({ id, jobKey: key, wish, why: WHY }));
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

/** What somebody who wants something of a job hears at once; null: its owner has been asked. */
export function askChange(id: CommandId, key: JobKey, wish: JobWish): Statement<CommandResult | null> {
  return function* (tx) {
    const place = yield* findJobPlace(key)(tx);
    const state = place?.state ?? 'done';
    if (state === 'delayed' && place !== null) {
      const changed = yield* changeDelayed(tx, place, { key, wish });
      if (changed !== null) return changed;
    }
    if (state !== 'waiting' && state !== 'delayed')
      return { state, isCarriedOut: state === 'cancelled' && wish.kind === 'cancel' };
    tx.put('command', id, { id, key, wish, result: null, isOver: false });
    return null;
  };
}

/** Null where it is not there any more. */
function* changeDelayed(
  tx: Transaction,
  place: FoundPlace,
  { key, wish }: { readonly key: JobKey; readonly wish: JobWish },
): Generator<LockWish, CommandResult | null, void> {
  if (wish.kind === 'cancel')
    return (yield* cancelDelayed(key)(tx)) ? { state: 'cancelled', isCarriedOut: true } : null;
  const deadlineAt = newDeadlineAt(wish.deadline, place.availableAt);
  const isThere = place.key !== null && keyWithDeadline(place.key, deadlineAt) === place.key;
  if (!isThere && (yield* moveDelayed(key, deadlineAt)(tx)) === null) return null;
  return { state: 'delayed', isCarriedOut: true, deadlineAt };
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

export const commandStatements: CommandStatements = {
  findOpenCommands,
  answerCommand,
  findQueuedJob,
  findJobPlace,
  withdrawJob,
  cancelDelayed,
  moveDelayed,
};
