import { encodeJobKey, type JobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import type { KeyRow } from '../queue/find-queues.ts';
import { HeldJobs } from '../queue/held-jobs.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createQueueTailer } from './queue-tailer.ts';

const SHARD = 3;
const key = encodeJobKey({ shard: SHARD, useCaseNo: 1, deadlineAt: 1_000, tie: 1 });
const job: QueuedJob = { key, attempt: 1, availableAt: 0, submittedAt: 0, jobCount: 1, payload: '{}' };

/** A store that holds one job and what else a test puts there, and does something while it is asked. */
function tailerWhile(ask: 'findQueues' | 'readFirstKeys' | 'readWindows', happens: () => void) {
  const owned = new Set([SHARD]);
  const pushed: ReadyJob[] = [];
  const held = new HeldJobs();
  const stored = [job];
  const asked: string[] = [];
  const during = <T>(name: string, answer: T): Promise<T> => {
    asked.push(name);
    if (name === ask) happens();
    return Promise.resolve(answer);
  };
  const row: KeyRow = { place: 0, key: key as JobKey, attempt: 1 };
  const tailer = createQueueTailer({
    store: {
      findQueues: () => during('findQueues', [{ shard: SHARD, useCaseNo: 1 }]),
      readFirstKeys: () => during('readFirstKeys', [row]),
      readLanes: () => Promise.resolve([]),
      readAround: () => Promise.resolve([]),
      readLaneKeys: () => Promise.resolve([]),
      readWindows: (requests) =>
        during(
          'readWindows',
          requests.map(({ cursor }) => stored.filter((each) => each.key > cursor)),
        ),
    },
    clock: systemClock,
    log: createLog('test', 'silent'),
    held,
    ownedShards: () => [...owned],
    isOwned: (shard) => owned.has(shard),
    push: (jobs) => pushed.push(...jobs),
    isKeyFull: () => false,
  });
  return { tailer, owned, pushed, held, stored, asked };
}

describe('the queue tailer', () => {
  it('finds what nobody told it of', async () => {
    const { tailer, pushed } = tailerWhile('findQueues', () => undefined);
    await tailer.runOnce();
    expect(pushed.map((each) => each.key)).toEqual([key]);
  });

  it.each(['findQueues', 'readFirstKeys', 'readWindows'] as const)(
    'hands out nothing of a shard that was lost during %s',
    async (ask) => {
      const world = tailerWhile(ask, () => {
        world.owned.delete(SHARD);
        world.tailer.dropShard(SHARD);
      });
      await world.tailer.runOnce();
      expect(world.pushed).toEqual([]);
    },
  );

  it.each([
    ['does not take', 'before', 1],
    ['takes', 'after', 2],
  ] as const)('%s a job that is handed over and was stored %s the last read', async (_what, when, count) => {
    const { tailer, pushed, held } = tailerWhile('findQueues', () => undefined);
    const before = systemClock.elapsed();
    await tailer.runOnce();
    // A worker has run it to its end.
    held.forget(key, 1);
    tailer.arrived([job], when === 'before' ? before : systemClock.elapsed() + 1);
    expect(pushed.length).toBe(count);
  });

  it.each([
    ['later', 2_000],
    ['earlier', 500],
  ])(
    'reads what it is told that others have committed, %s than what it read, without looking at all queues',
    async (_when, deadlineAt) => {
      const { tailer, pushed, stored, asked } = tailerWhile('findQueues', () => undefined);
      await tailer.runOnce();
      asked.length = 0;
      const other = encodeJobKey({ shard: SHARD, useCaseNo: 1, deadlineAt, tie: 9 });
      stored.push({ ...job, key: other });
      tailer.heardOf([encodeJobKey({ shard: SHARD, useCaseNo: 1, deadlineAt, tie: 0 })]);
      await tailer.runOnce();
      expect(pushed.map((each) => each.key)).toEqual([key, other]);
      expect(new Set(asked)).toEqual(new Set(['readWindows']));
    },
  );

  it('reads again where it is told of more while it reads', async () => {
    const other = encodeJobKey({ shard: SHARD, useCaseNo: 1, deadlineAt: 500, tie: 9 });
    let isTold = false;
    const world = tailerWhile('readWindows', () => {
      if (isTold) return;
      isTold = true;
      world.tailer.heardOf([encodeJobKey({ shard: SHARD, useCaseNo: 1, deadlineAt: 500, tie: 0 })]);
      // The answer was on its way when this was committed.
      queueMicrotask(() => world.stored.unshift({ ...job, key: other }));
    });
    await world.tailer.runOnce();
    expect(world.pushed.map((each) => each.key)).toEqual([key, other]);
  });

  it('hands out nothing that it read before a shard was lost and came back', async () => {
    const world = tailerWhile('readWindows', () => world.tailer.dropShard(SHARD));
    await world.tailer.runOnce();
    expect(world.pushed).toEqual([]);
  });

  it('looks into a shard that it gained at once, though it has just looked at all', async () => {
    const world = tailerWhile('findQueues', () => undefined);
    world.owned.delete(SHARD);
    await world.tailer.runOnce();
    world.owned.add(SHARD);
    await world.tailer.runOnce();
    expect(world.pushed).toEqual([]);
    world.tailer.gainShard(SHARD);
    await world.tailer.runOnce();
    expect(world.pushed.map((each) => each.key)).toEqual([key]);
  });
});
