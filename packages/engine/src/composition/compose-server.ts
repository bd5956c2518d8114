import { newScheduleId } from '@leeway/domain/ids';
import { type JobKey, megaRowOf } from '@leeway/domain/job-id';
import type { JobView } from '@leeway/domain/views';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { CommandDesk } from '../commands/command-desk.ts';
import { createEngineServer } from '../http/engine-server.ts';
import { getJob } from '../reports/get-job.ts';
import { readJobWait, readUseCaseWait } from '../reports/read-wait.ts';
import type { Log } from '../runtime/log.ts';
import { systemRandomBytes } from '../runtime/random.ts';
import { createScheduleDesk } from '../schedules/schedule-desk.ts';
import { composeChanges } from './compose-changes.ts';
import type { LeasePath } from './compose-leases.ts';
import type { JobPath } from './join-job-path.ts';
import type { Store } from './open-store.ts';

export interface ServerOptions {
  readonly store: Store;
  readonly path: JobPath;
  readonly leasing: Pick<LeasePath, 'leases' | 'arrived'>;
  readonly commands: CommandDesk;
  readonly log: Log;
  readonly metrics: () => Promise<string>;
}

/** The HTTP door, with what it needs of the other parts. */
export function composeServer({ store, path, leasing, commands, log, metrics }: ServerOptions): FastifyInstance {
  const { registry, readPool } = store;
  const findJob = async (key: JobKey): Promise<JobView> => {
    const job = await getJob(readPool, key);
    const isLeased = path.dispatcher.isLeased(key) || path.dispatcher.isLeased(megaRowOf(key)?.rowKey ?? key);
    return job.state === 'waiting' && isLeased ? { ...job, state: 'leased' } : job;
  };
  return createEngineServer({
    log,
    metrics,
    submitter: path.submitter,
    leases: leasing.leases,
    now: store.clock.now,
    findKey: registry.findKey,
    findUseCase: async (name) => {
      const known = registry.findByName(name);
      if (known !== undefined) return known;
      await registry.catchUp();
      return registry.findByName(name);
    },
    findUseCaseByNo: registry.findByNo,
    getJob: findJob,
    waits: {
      ofJob: async (key) => readJobWait(readPool, key, await findJob(key)),
      ofUseCase: (name) => readUseCaseWait(readPool, name),
    },
    ...composeChanges({ store, path, commands, leasing }),
    schedules: createScheduleDesk(store.queuePool, () => newScheduleId(systemRandomBytes)),
    isReady: () => canQuery(readPool),
  });
}

async function canQuery(pool: Pool): Promise<boolean> {
  return await pool.query('select 1').then(
    () => true,
    () => false,
  );
}
