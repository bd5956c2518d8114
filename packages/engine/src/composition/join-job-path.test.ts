import { encodeJobKey } from '@leeway/domain/job-id';
import { expect, it } from 'vitest';
import { OPEN_CAPACITY } from '../dispatcher/open-capacity.ts';
import { HeldJobs } from '../queue/held-jobs.ts';
import type { QueueStore } from '../queue/queue-store.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import { joinJobPath } from './join-job-path.ts';

const SHARDS = [0, 1];

/** Time stands still: nothing is looked at because it was not looked at for a while. */
function joinParts({ engineCount }: { engineCount: () => number }) {
  const looked: number[][] = [];
  const asked: number[] = [];
  const cleared = new Set<number>();
  const held = new HeldJobs();
  const rows = SHARDS.map((shard) => ({ shard, epoch: 1, expiresAt: 0 }));
  const store = {
    renewShards: async () => rows,
    countEngines: async () => ({ shardCount: 2, engineCount: engineCount(), nextExpiryMs: null }),
    findQueues: async (shards: readonly number[]) => {
      looked.push([...shards]);
      return [];
    },
  } as Partial<QueueStore> as QueueStore;
  const path = joinJobPath({
    engineId: 'engine_a',
    store,
    clock: { ...systemClock, elapsed: () => 0 },
    random: () => 0,
    log: createLog('test', 'silent'),
    shardCount: SHARDS.length,
    now: () => 0,
    findUseCase: () => undefined,
    createWorkers: () => ({ views: () => [] }) as Partial<WorkerPool> as WorkerPool,
    sendWake: async () => undefined,
    remote: { exist: () => false, arrived: () => undefined },
    gate: { onGained: () => asked.push(1), isOpen: (shard) => cleared.has(shard) },
    held,
    firstTie: 0,
    onSubmitted: () => undefined,
    onSettled: () => undefined,
    capacity: () => OPEN_CAPACITY,
  });
  return { path, looked, asked, cleared, held };
}

it('a shard that was about to leave and stays is looked into at once, without asking at its gate again', async () => {
  let engineCount = 1;
  const { path, looked, asked, cleared, held } = joinParts({ engineCount: () => engineCount });
  await path.owner.runOnce();
  expect(asked.length).toBe(2);
  for (const shard of SHARDS) {
    held.hold({ key: encodeJobKey({ shard, useCaseNo: 1, deadlineAt: 0, tie: 1 }), attempt: 1 });
    cleared.add(shard);
    path.tailer.gainShard(shard);
  }
  await path.tailer.runOnce();
  expect(looked).toEqual([SHARDS]);

  engineCount = 2;
  await path.owner.runOnce();
  const [left] = SHARDS.filter((shard) => path.owner.epochOf(shard) === undefined);
  engineCount = 1;
  await path.owner.runOnce();
  expect(path.owner.owned().length).toBe(2);
  await path.tailer.runOnce();
  expect(looked.slice(1)).toEqual([[left]]);
  expect(asked.length).toBe(2);
});
