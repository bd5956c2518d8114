import type { Job } from 'bullmq';
import type { Work } from '../work.ts';
import { openWorker } from './backend.ts';

export const workBullmq: Work = async ({ system, place, workload }, handle, handled) => {
  const processJob = async (job: Job): Promise<void> => {
    await handle(job.data as never);
    handled(1);
  };
  for (const name of workload.useCases) {
    const worker = openWorker(name, processJob, { system, place, queueCount: workload.useCases.length });
    worker.on('error', (error) => process.stderr.write(`bullmq: ${error}\n`));
    await worker.waitUntilReady();
  }
};
