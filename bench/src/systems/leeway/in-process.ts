import { createPool } from '@leeway/db/pool';
import { createQueueStore } from '@leeway/engine/queue/queue-store';
import { readStoreTime } from '@leeway/engine/queue/read-store-time';
import { wakeOwners } from '@leeway/engine/queue/wake-owners';
import { createRegistry } from '@leeway/engine/registry/registry';
import { systemClock } from '@leeway/engine/runtime/clock';
import { createLog } from '@leeway/engine/runtime/log';
import { createStoreClock } from '@leeway/engine/runtime/store-clock';
import { createSubmitter } from '@leeway/engine/submitter/submit-jobs';
import { createWakeSender } from '@leeway/engine/wake/wake-sender';
import type { OpenSystem } from '../system.ts';

export interface InProcess {
  readonly submitMany: OpenSystem['submitMany'];
  close(): Promise<void>;
}

/** The submitter in the program's own process, as the peers' libraries are: same validation, keys and group commit, no HTTP. */
export async function openInProcess(connectionString: string): Promise<InProcess> {
  const log = createLog('bench', 'error');
  const sessionOptions = '-c enable_seqscan=off -c statement_timeout=30000';
  const pool = createPool({ connectionString, max: 3, applicationName: 'bench-submitter', sessionOptions });
  const clock = createStoreClock(() => readStoreTime(pool), systemClock, log);
  await clock.syncOnce();
  const registry = createRegistry(pool, systemClock, log);
  await registry.refreshOnce();
  const { rows } = await pool.query<{ count: number }>('select count(*) from shard_lease');
  // No shard is owned here: engines are told, as they tell one another.
  const wakeSender = createWakeSender({ send: (payloads) => wakeOwners(pool, payloads), clock: systemClock, log });
  const submitter = createSubmitter({
    store: createQueueStore(pool, pool),
    clock: systemClock,
    now: clock.now,
    shardCount: Number(rows[0]?.count),
    onReady: (jobs) => wakeSender.wake(jobs.map(({ key }) => key)),
  });
  return {
    submitMany: async (name, payloads) => {
      const useCase = registry.findByName(name);
      if (useCase === undefined) throw new Error(`no use case ${name}`);
      await submitter.submitJobs({
        useCase,
        submissions: payloads.map((payload) => ({ payload })),
        key: null,
        apiKey: null,
      });
    },
    close: async () => {
      await wakeSender.stop();
      await pool.end();
    },
  };
}
