import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { KeyRange, KeyRow } from '../../queue/find-queues.ts';
import type { StoredRequest, StoredRow } from '../../queue/find-submit-requests.ts';
import type { QueuedJob, QueueRef } from '../../queue/queued-job.ts';
import type { AroundRequest, AroundRows, LaneKeyRow, LaneRange, LaneRequest } from '../../queue/read-lanes.ts';
import type { WindowRequest } from '../../queue/read-windows.ts';
import type { Fence } from '../../queue/settle-jobs.ts';
import type { Settlement } from '../../queue/settlement.ts';
import type { Tables } from './rows.ts';
import type { Statement } from './simulated-store.ts';

function jobsBetween({ job }: Tables, isIn: (key: JobKey) => boolean, rowLimit: number): QueuedJob[] {
  const found = [...job.values()].filter((row) => isIn(row.key));
  return found.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, rowLimit);
}

export function readWindows(requests: readonly WindowRequest[]): Statement<QueuedJob[][]> {
  return read(({ tables }) =>
    requests.map(({ cursor, queueEnd, rowLimit }) =>
      jobsBetween(tables, (key) => key > cursor && key <= queueEnd, rowLimit),
    ),
  );
}

export function findQueues(shards: readonly number[]): Statement<QueueRef[]> {
  return read(({ tables }) => {
    const found = new Map<number, QueueRef>();
    for (const { key } of tables.job.values()) {
      const { shard, useCaseNo } = queueOfJobKey(key);
      if (shards.includes(shard)) found.set(shard * 2 ** 24 + useCaseNo, { shard, useCaseNo });
    }
    return [...found].sort(([a], [b]) => a - b).map(([, ref]) => ref);
  });
}

export function readFirstKeys(ranges: readonly KeyRange[]): Statement<KeyRow[]> {
  return read(({ tables }) =>
    ranges.flatMap(({ low, high, rowLimit }, index) =>
      jobsBetween(tables, (key) => key >= low && key <= high, rowLimit).map(({ key, attempt }) => ({
        place: index + 1,
        key,
        attempt,
      })),
    ),
  );
}

export function readLanes(requests: readonly LaneRequest[]): Statement<QueuedJob[][]> {
  return read(({ tables }) =>
    requests.map(({ concurrencyKey, cursor, queueEnd, rowLimit }) =>
      jobsBetween(
        tables,
        (key) => key > cursor && key <= queueEnd && isOf(tables, key, concurrencyKey, queueEnd),
        rowLimit,
      ),
    ),
  );
}

function isOf({ job }: Tables, key: JobKey, concurrencyKey: string, queueEnd: JobKey): boolean {
  return job.get(key)?.concurrencyKey === concurrencyKey && key.slice(0, 11) === queueEnd.slice(0, 11);
}

export function readAround(requests: readonly AroundRequest[]): Statement<AroundRows[]> {
  return read(({ tables }) =>
    requests.map(({ cursor, queueEnd, rowLimit, lookLimit, passed }): AroundRows => {
      const looked = jobsBetween(tables, (key) => key > cursor && key <= queueEnd, lookLimit);
      const wanted = looked.filter(({ concurrencyKey }) => !passed.includes(concurrencyKey ?? ''));
      const jobs = wanted.slice(0, rowLimit);
      if (jobs.length === rowLimit) return { jobs, readTo: jobs.at(-1)?.key ?? cursor, isEnd: false };
      return { jobs, readTo: looked.at(-1)?.key ?? cursor, isEnd: looked.length < lookLimit };
    }),
  );
}

export function readLaneKeys(ranges: readonly LaneRange[]): Statement<LaneKeyRow[]> {
  return read(({ tables }) =>
    ranges.flatMap(({ queueEnd, fromKey, toKey, rowLimit }, index) => {
      const isIn = (text: string | undefined) => text !== undefined && text >= fromKey && text < toKey;
      const inRange = [...tables.job.values()].filter(
        ({ key, concurrencyKey }) => isIn(concurrencyKey) && key.slice(0, 11) === queueEnd.slice(0, 11),
      );
      const order = inRange.map((row) => ({ ...row, concurrencyKey: row.concurrencyKey ?? '' }));
      order.sort((a, b) => compare(a.concurrencyKey, b.concurrencyKey) || compare(a.key, b.key));
      return order
        .slice(0, rowLimit)
        .map(({ key, attempt, concurrencyKey }) => ({ place: index + 1, key, attempt, concurrencyKey }));
    }),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The shards of a fence that are still owned as it says. */
export function heldShards({ shard: shards }: Tables, { owner, epochs }: Fence): number[] {
  return [...epochs.keys()]
    .sort((a, b) => a - b)
    .filter((shard) => {
      const row = shards.get(String(shard));
      return row?.owner === owner && row.epoch === epochs.get(shard);
    });
}

export function findHeld(fence: Fence, settlements: readonly Settlement[]): Statement<Set<JobKey>> {
  return read(({ tables }) => {
    const held = new Set(heldShards(tables, fence));
    const isThere = ({ job }: Settlement): boolean => {
      const row = tables.job.get(job.key);
      return held.has(job.shard) && row?.attempt === job.attempt && row.jobCount === job.jobCount;
    };
    return new Set(settlements.filter(isThere).map(({ job }) => job.key));
  });
}

export function findSubmitRequests(scopes: readonly string[]): Statement<Map<string, StoredRequest>> {
  return read(({ tables }) => {
    const found = new Map<string, StoredRequest>();
    for (const scope of scopes) {
      const row = tables.request.get(scope);
      if (row === undefined) continue;
      const rows = row.rows.map(({ key, jobCount, availableAt }): StoredRow => {
        const duplicate = tables.duplicate.get(`${scope} ${key}`);
        if (duplicate === undefined) return { key, availableAt, jobCount, isDuplicate: false };
        const { holderKey, holderFirstKey, holderAvailableAt } = duplicate;
        const first = holderFirstKey === undefined ? {} : { firstKey: holderFirstKey };
        return { key: holderKey, ...first, availableAt: holderAvailableAt, jobCount: 1, isDuplicate: true };
      });
      found.set(scope, { bodyHash: row.bodyHash, rows });
    }
    return found;
  });
}

export function readNow(): Statement<number> {
  return read(({ now }) => now());
}

/** A statement that locks and changes nothing. */
function read<R>(answer: (tx: Parameters<Statement<R>>[0]) => R): Statement<R> {
  // biome-ignore lint/correctness/useYield: a read waits for nothing
  return function* (tx) {
    return answer(tx);
  };
}
