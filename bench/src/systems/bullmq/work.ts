import type { Work } from '../work.ts';
import { openWorker } from './backend.ts';

export const workBullmq: Work = async ({ system, place, workload }, handle, handled) => {
  for (const name of workload.useCases) {
    const worker = openWorker(system, place, name, async (job) => {
      await handle(job.data as never);
      handled(1);
    });
    worker.on('error', (error) => process.stderr.write(`bullmq: ${error}\n`));
    await worker.waitUntilReady();
  }
};
