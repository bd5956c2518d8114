import type { Queue } from 'bullmq';
import type { SystemName } from '../../words.ts';
import type { OpenSystem, System } from '../system.ts';
import { startWorkerProcesses, type WorkerProcesses } from '../worker-process.ts';
import { JOB_OPTIONS, openQueue, WORKER_PROCESSES } from './backend.ts';

const COMMON = `addBulk in batches; ${WORKER_PROCESSES} worker processes with concurrency 100; removeOnComplete (its documentation: "Concurrency", "Adding jobs in bulk", "Auto-removal of jobs", "Going to production")`;

function bullmqSystem(name: SystemName, settings: string, needsRedis?: System['needsRedis']): System {
  return {
    name,
    settings: `${COMMON}; ${settings}`,
    ...(needsRedis === undefined ? {} : { needsRedis }),
    open: async (place, workload): Promise<OpenSystem> => {
      const queues = new Map<string, Queue>();
      for (const useCase of workload.useCases) {
        const queue = openQueue(useCase, { system: name, place, queueCount: workload.useCases.length });
        queue.on('error', (error) => process.stderr.write(`bullmq: ${error}\n`));
        await queue.waitUntilReady();
        queues.set(useCase, queue);
      }
      const queueOf = (useCase: string): Queue => {
        const queue = queues.get(useCase);
        if (queue === undefined) throw new Error(`no queue ${useCase}`);
        return queue;
      };
      let workers: WorkerProcesses | null = null;
      return {
        submitMany: async (useCase, payloads) => {
          await queueOf(useCase).addBulk(payloads.map((data) => ({ name: 'job', data, opts: JOB_OPTIONS })));
        },
        submitOne: async (useCase, payload) => {
          await queueOf(useCase).add('job', payload, JOB_OPTIONS);
        },
        startWorkers: async () => {
          workers = await startWorkerProcesses({ system: name, place, workload }, WORKER_PROCESSES);
        },
        doneCount: async () => workers?.handledCount() ?? 0,
        unsettledCount: async () => {
          const counts = await Promise.all(
            [...queues.values()].map((queue) => queue.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized')),
          );
          return counts.reduce((sum, count) => sum + count, 0);
        },
        dispatcherBytes: () => null,
        close: async () => {
          await workers?.stop();
          await Promise.all([...queues.values()].map((queue) => queue.close()));
        },
      };
    },
  };
}

export const bullmq = bullmqSystem(
  'bullmq',
  'Redis with appendonly yes, appendfsync always: as durable as the others here',
  'always',
);
export const bullmqEverysec = bullmqSystem(
  'bullmq-everysec',
  'Redis with appendonly yes, appendfsync everysec: a power cut loses about a second of accepted jobs',
  'everysec',
);
export const bullmqPostgres = bullmqSystem('bullmq-postgres', 'its Postgres backend, on the same Postgres');
