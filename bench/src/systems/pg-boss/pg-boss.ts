import pg from 'pg';
import type { OpenSystem, System } from '../system.ts';
import { startWorkerProcesses, type WorkerProcesses } from '../worker-process.ts';
import { openBoss } from './open-boss.ts';
import { bossQueue, WORKER_PROCESSES } from './settings.ts';

export const pgBoss: System = {
  name: 'pg-boss',
  settings: `insert in batches; ${WORKER_PROCESSES} worker processes, each with localConcurrency 2, batchSize 1000, burstWhenBatchFull; where delay is measured useListenNotify, notify and localConcurrency 10 with batchSize 1 (its documentation, API: "Workers", "Queues", "Constructor")`,
  open: async (place, workload): Promise<OpenSystem> => {
    const connectionString = place.databaseUrl;
    const boss = await openBoss(connectionString, workload.aim);
    for (const name of workload.useCases) await boss.createQueue(name, bossQueue(workload.aim));
    const pool = new pg.Pool({ connectionString, max: 1 });
    let workers: WorkerProcesses | null = null;
    return {
      submitMany: async (name, payloads) => {
        await boss.insert(
          name,
          payloads.map((data) => ({ data })),
        );
      },
      submitOne: async (name, payload) => {
        await boss.send(name, payload);
      },
      startWorkers: async () => {
        workers = await startWorkerProcesses({ system: 'pg-boss', place, workload }, WORKER_PROCESSES);
      },
      doneCount: async () => workers?.handledCount() ?? 0,
      unsettledCount: async () => {
        const { rows } = await pool.query("select count(*) as left from pgboss.job where state < 'completed'");
        return Number(rows[0]?.left);
      },
      dispatcherBytes: () => null,
      close: async () => {
        await workers?.stop();
        await boss.stop({ graceful: false });
        await pool.end();
      },
    };
  },
};
