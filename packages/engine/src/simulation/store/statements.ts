import type { QueueStore } from '../../queue/queue-store.ts';
import { insertJobs } from './insert-jobs.ts';
import { findNextDue, moveDueJobs } from './move-due-jobs.ts';
import { claimShards, countEngines, releaseShards, renewShards } from './own-shards.ts';
import {
  findHeld,
  findQueues,
  findSubmitRequests,
  readAround,
  readFirstKeys,
  readLaneKeys,
  readLanes,
  readWindows,
} from './read-queue.ts';
import { settleJobs } from './settle-jobs.ts';
import type { Statement } from './simulated-store.ts';

/** For each call of the port the statement that it stands for. */
export type Statements = {
  readonly [Call in keyof QueueStore]: (
    ...args: Parameters<QueueStore[Call]>
  ) => Statement<Awaited<ReturnType<QueueStore[Call]>>>;
};

export const statements: Statements = {
  insertJobs,
  findSubmitRequests,
  readWindows,
  findQueues,
  readFirstKeys,
  readLanes,
  readAround,
  readLaneKeys,
  settleJobs,
  findHeld,
  moveDueJobs,
  findNextDue,
  renewShards,
  claimShards,
  releaseShards,
  countEngines,
};
