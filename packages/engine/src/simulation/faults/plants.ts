import { decodeJobKey, encodeJobKey, type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { keyWithDeadline } from '../../commands/new-deadline.ts';
import { HeldJobs } from '../../queue/held-jobs.ts';
import type { OwnedShard } from '../../queue/own-shards.ts';
import type { QueueStore } from '../../queue/queue-store.ts';
import type { Settlement } from '../../queue/settlement.ts';
import type { Rows } from '../store/rows.ts';
import type { Transaction } from '../store/simulated-store.ts';
import { type Statements, statements } from '../store/statements.ts';
import type { Plant } from './world.ts';

/** Bugs that a queue can have, each planted beside the engine's code by replacing what it is given. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'settles without a look at owner and epoch': withStatements({
    settleJobs: (fence, batch) => (tx) => {
      const shards = [...fence.epochs].map(([shard, epoch]): [string, Rows['shard']] => {
        return [String(shard), { shard, owner: fence.owner, epoch, expiresAt: 0 }];
      });
      return statements.settleJobs(fence, batch)(seeing(tx, { shard: new Map(shards) }));
    },
  }),
  'settles without a look at the attempt': withStatements({
    settleJobs: (fence, batch) => (tx) => {
      const asked = new Map(batch.settlements.map(({ job }) => [job.key as string, job.attempt]));
      const rows = [...tx.tables.job].map(([id, row]): [string, Rows['job']] => {
        return [id, { ...row, attempt: asked.get(id) ?? row.attempt }];
      });
      return statements.settleJobs(fence, batch)(seeing(tx, { job: new Map(rows) }));
    },
  }),
  'counts usage again when an outcome was unknown': withStatements({
    settleJobs: (fence, batch) => (tx) => {
      const isThere = ({ job }: Settlement) => tx.tables.job.get(job.key)?.attempt === job.attempt;
      return statements.settleJobs(fence, { ...batch, settlements: batch.settlements.filter(isThere) })(tx);
    },
  }),
  'gives a retry a new deadline': withStatements({
    settleJobs: (fence, batch) => (tx) =>
      statements.settleJobs(
        fence,
        batch,
      )(
        overriding(tx, {
          put: (table, id, row) => {
            if (table !== 'delayed') return tx.put(table, id, row);
            const place = decodeJobKey(id as JobKey);
            const key = encodeJobKey({ ...place, deadlineAt: place.deadlineAt + 1_000 });
            tx.put('delayed', key, { ...(row as Rows['delayed']), key });
          },
        }),
      ),
  }),
  'does not raise the attempt of a retry': withStatements({
    settleJobs: (fence, batch) => (tx) =>
      statements.settleJobs(
        fence,
        batch,
      )(
        overriding(tx, {
          put: (table, id, row) =>
            tx.put(table, id, table === 'delayed' ? { ...row, attempt: (row as Rows['delayed']).attempt - 1 } : row),
        }),
      ),
  }),
  'returns a part of a mega-job that has ended': withStatements({
    settleJobs: (fence, batch) => {
      const settlements = batch.settlements.map(({ ends, returned, ...rest }): Settlement => {
        const ended = returned.length > 0 ? ends.slice(0, 1).map(({ place }) => place) : [];
        return { ...rest, ends, returned: [...returned, ...ended] };
      });
      return statements.settleJobs(fence, { ...batch, settlements });
    },
  }),
  'frees the dedupe key of a job that is retried': withStatements({
    settleJobs: (fence, batch) =>
      function* (tx) {
        yield* statements.settleJobs(fence, batch)(tx);
        const settled = new Set(batch.settlements.map(({ job }) => job.key));
        for (const [id, { key }] of tx.tables.dedupe) if (settled.has(key)) tx.remove('dedupe', id);
      },
  }),
  'keeps the dedupe key of a job that is over': withStatements({
    settleJobs: (fence, batch) => (tx) =>
      statements.settleJobs(
        fence,
        batch,
      )(overriding(tx, { remove: (table, id) => (table === 'dedupe' ? undefined : tx.remove(table, id)) })),
  }),
  'moves what is due in a millisecond': withStatements({
    moveDueJobs: (request) => (tx) => statements.moveDueJobs(request)(overriding(tx, { now: () => tx.now() + 1 })),
  }),
  'leaves a moved job in the delay service': withStatements({
    moveDueJobs: (request) => (tx) =>
      statements.moveDueJobs(request)(
        overriding(tx, { remove: (table, id) => (table === 'delayed' ? undefined : tx.remove(table, id)) }),
      ),
  }),
  'takes shards over before they expire': withStatements({
    claimShards:
      (...args) =>
      (tx) =>
        statements.claimShards(...args)(overriding(tx, { now: () => tx.now() + 60_000 })),
  }),
  'does not notice that a shard was lost': {
    store: (store) => {
      const known = new Map<number, OwnedShard>();
      return {
        ...store,
        renewShards: async (...args) => {
          for (const row of await store.renewShards(...args)) known.set(row.shard, row);
          return [...known.values()];
        },
      };
    },
  },
  'forgets requests with a key': withStatements({
    insertJobs: (requests) => (tx) => statements.insertJobs(requests)(seeing(tx, { request: new Map() })),
  }),
  'answers before the commit': {
    store: (store) => ({
      ...store,
      insertJobs: async (requests) => {
        store.insertJobs(requests).catch(() => undefined);
        const acceptedAt = Math.min(...requests.flatMap(({ jobs }) => jobs.map(({ availableAt }) => availableAt)));
        return { acceptedAt, dueKeys: new Set(), repeated: new Set(), holders: new Map() };
      },
    }),
  },
  'trusts a shard beyond its time': {
    store: (store) => ({
      ...store,
      renewShards: (engineId, ttlMs) => store.renewShards(engineId, ttlMs / 4),
      claimShards: (engineId, ttlMs, count) => store.claimShards(engineId, ttlMs / 4, count),
    }),
  },
  'never sweeps': { store: (store) => ({ ...store, findQueues: async () => [] }) },
  'sweeps only beyond the cursor': { store: sweepingBeyondCursor },
  'forgets during a read what was settled': {
    held: () => {
      const held = new HeldJobs();
      held.duringRead = async (read, takeIn) => takeIn(await read());
      return held;
    },
  },
  'takes in what it has': {
    held: () => {
      const held = new HeldJobs();
      held.hold = () => true;
      return held;
    },
  },
  'says that a job is cancelled before it is': {
    commands: (store) => ({
      ...store,
      withdrawJob: async (...args) => {
        store.withdrawJob(...args).catch(() => undefined);
        return 'gone';
      },
    }),
  },
  'moves a job to another deadline than it was asked for': {
    commands: (store) => ({
      ...store,
      withdrawJob: (fence, { newKey, ...rest }) => {
        const moved = newKey === null ? null : keyWithDeadline(newKey, decodeJobKey(newKey).deadlineAt + 1);
        return store.withdrawJob(fence, { ...rest, newKey: moved });
      },
    }),
  },
  'takes for recalled what may still begin': {
    worker: (worker) => {
      const begun = worker.begun.bind(worker);
      return Object.assign(worker, { recall: begun });
    },
  },
  'tries once more than allowed': {
    useCase: (entry) => ({ ...entry, maxAttempts: entry.maxAttempts + 1 }),
  },
  'lets one more job of a concurrency key run than allowed': {
    useCase: (entry) => ({
      ...entry,
      concurrencyKeyLimit: entry.concurrencyKeyLimit === null ? null : entry.concurrencyKeyLimit + 1,
    }),
  },
  'waits longer than the cap before a retry': {
    useCase: (entry) => ({ ...entry, backoffCapMs: entry.backoffCapMs * 10, backoffBaseMs: entry.backoffBaseMs * 10 }),
  },
};

function withStatements(some: Partial<Statements>): Plant {
  return { statements: { ...statements, ...some } };
}

/** The same transaction, some of it done in another way. */
function overriding(tx: Transaction, ways: Partial<Transaction>): Transaction {
  return new Proxy(tx, { get: (target, name) => Reflect.get(name in ways ? ways : target, name) });
}

/** The same transaction, some tables with other rows in them. */
function seeing(tx: Transaction, tables: Partial<Transaction['tables']>): Transaction {
  return overriding(tx, { tables: { ...tx.tables, ...tables } });
}

/** Compares only what comes after the last key that was read of a queue: a straggler before it is never found. */
function sweepingBeyondCursor(store: QueueStore): QueueStore {
  const cursors = new Map<string, JobKey>();
  const queueId = (key: JobKey): string => JSON.stringify(queueOfJobKey(key));
  return {
    ...store,
    readWindows: async (requests) => {
      const windows = await store.readWindows(requests);
      for (const { key } of windows.flat()) {
        const id = queueId(key);
        if (key > (cursors.get(id) ?? '')) cursors.set(id, key);
      }
      return windows;
    },
    readFirstKeys: async (queues) => {
      const rows = await store.readFirstKeys(queues);
      return rows.filter(({ key }) => key > (cursors.get(queueId(key)) ?? ''));
    },
  };
}
