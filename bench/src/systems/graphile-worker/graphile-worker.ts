import { createPool } from '@leeway/db/pool';
import { Logger, makeWorkerUtils } from 'graphile-worker';
import type { OpenSystem, System } from '../system.ts';
import { startWorkerProcesses, type WorkerProcesses } from '../worker-process.ts';
import { WORKER_PROCESSES } from './settings.ts';

export const graphileWorker: System = {
  name: 'graphile-worker',
  settings: `addJobs in batches; ${WORKER_PROCESSES} worker processes with concurrentJobs 24, maxPoolSize 25, localQueue.size 500, completeJobBatchDelay 0, failJobBatchDelay 0 (its documentation, "Performance": "Quick stats" and "Batching"); without these three where delay is measured; what asks to come first has priority -1`,
  open: async (place, workload): Promise<OpenSystem> => {
    const connectionString = place.databaseUrl;
    const pgPool = createPool({ connectionString, max: 10, applicationName: 'bench' });
    const utils = await makeWorkerUtils({ pgPool, logger: new Logger(() => () => undefined) });
    await utils.migrate();
    const isUrgent = (identifier: string) => workload.urgent?.includes(identifier) ?? false;
    let workers: WorkerProcesses | null = null;
    return {
      submitMany: async (identifier, payloads) => {
        await utils.addJobs(payloads.map((payload) => ({ identifier, payload })));
      },
      submitOne: async (identifier, payload) => {
        await utils.addJob(identifier, payload, isUrgent(identifier) ? { priority: -1 } : {});
      },
      startWorkers: async () => {
        workers = await startWorkerProcesses({ system: 'graphile-worker', place, workload }, WORKER_PROCESSES);
      },
      doneCount: async () => workers?.handledCount() ?? 0,
      unsettledCount: async () => {
        const { rows } = await pgPool.query('select count(*) as left from graphile_worker._private_jobs');
        return Number(rows[0]?.left);
      },
      dispatcherBytes: () => null,
      close: async () => {
        await workers?.stop();
        await utils.release();
        await pgPool.end();
      },
    };
  },
};
