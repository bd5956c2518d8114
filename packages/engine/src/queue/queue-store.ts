import type { JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { findQueues, type KeyRange, type KeyRow, readFirstKeys } from './find-queues.ts';
import { findSubmitRequests, type StoredRequest } from './find-submit-requests.ts';
import { type Inserted, insertJobs } from './insert-jobs.ts';
import {
  type DueRange,
  findNextDue,
  type MovedJob,
  type MoveRequest,
  moveDueJobs,
  type NextDue,
} from './move-due-jobs.ts';
import type { NewRequest } from './new-job.ts';
import {
  claimShards,
  countEngines,
  type EngineCount,
  type OwnedShard,
  releaseShards,
  renewShards,
} from './own-shards.ts';
import type { QueuedJob, QueueRef } from './queued-job.ts';
import {
  type AroundRequest,
  type AroundRows,
  type LaneKeyRow,
  type LaneRange,
  type LaneRequest,
  readAround,
  readLaneKeys,
  readLanes,
} from './read-lanes.ts';
import { readWindows, type WindowRequest } from './read-windows.ts';
import { type Fence, findHeld, type SettlementBatch, settleJobs } from './settle-jobs.ts';
import type { Settlement } from './settlement.ts';

/**
 * Everything that the roles ask of the queue, as calls: the one on Postgres is below, the simulation brings another. Any
 * call may fail after it was carried out: callers must bear "executed, but the answer was lost".
 */
export interface QueueStore {
  insertJobs(requests: readonly NewRequest[]): Promise<Inserted>;
  findSubmitRequests(scopes: readonly string[]): Promise<Map<string, StoredRequest>>;
  readWindows(requests: readonly WindowRequest[]): Promise<QueuedJob[][]>;
  findQueues(shards: readonly number[]): Promise<QueueRef[]>;
  readFirstKeys(queues: readonly KeyRange[]): Promise<KeyRow[]>;
  readLanes(requests: readonly LaneRequest[]): Promise<QueuedJob[][]>;
  readAround(requests: readonly AroundRequest[]): Promise<AroundRows[]>;
  readLaneKeys(ranges: readonly LaneRange[]): Promise<LaneKeyRow[]>;
  settleJobs(fence: Fence, batch: SettlementBatch): Promise<void>;
  findHeld(fence: Fence, settlements: readonly Settlement[]): Promise<Set<JobKey>>;
  moveDueJobs(request: MoveRequest): Promise<MovedJob[]>;
  findNextDue(ranges: readonly DueRange[]): Promise<NextDue>;
  renewShards(engineId: string, ttlMs: number): Promise<OwnedShard[]>;
  claimShards(engineId: string, ttlMs: number, count: number): Promise<OwnedShard[]>;
  releaseShards(engineId: string, shards: readonly OwnedShard[]): Promise<void>;
  countEngines(engineId: string, liveMs: number): Promise<EngineCount>;
}

/** The queue on Postgres. Submissions have a pool of their own, so that nothing else can keep them waiting. */
export function createQueueStore(pool: Pool, submitPool: Pool = pool): QueueStore {
  return {
    insertJobs: (requests) => insertJobs(submitPool, requests),
    findSubmitRequests: (scopes) => findSubmitRequests(submitPool, scopes),
    readWindows: (requests) => readWindows(pool, requests),
    findQueues: (shards) => findQueues(pool, shards),
    readFirstKeys: (queues) => readFirstKeys(pool, queues),
    readLanes: (requests) => readLanes(pool, requests),
    readAround: (requests) => readAround(pool, requests),
    readLaneKeys: (ranges) => readLaneKeys(pool, ranges),
    settleJobs: (fence, batch) => settleJobs(pool, fence, batch),
    findHeld: (fence, settlements) => findHeld(pool, fence, settlements),
    moveDueJobs: (request) => moveDueJobs(pool, request),
    findNextDue: (ranges) => findNextDue(pool, ranges),
    renewShards: (engineId, ttlMs) => renewShards(pool, engineId, ttlMs),
    claimShards: (engineId, ttlMs, count) => claimShards(pool, engineId, ttlMs, count),
    releaseShards: (engineId, shards) => releaseShards(pool, engineId, shards),
    countEngines: (engineId, liveMs) => countEngines(pool, engineId, liveMs),
  };
}
