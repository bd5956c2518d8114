import { awaitDone } from '../measure/await-done.ts';
import { monotonicMs } from '../measure/clock.ts';
import { submitBatches } from '../measure/submit-load.ts';
import { type Case, perSecond, USE_CASE, warmUpJobs } from './case.ts';

/** Batches go in while workers take them out; counted until the store holds nothing. */
export const endToEnd: Case = async (run) => {
  const { jobs } = run.sizes;
  const warmUp = warmUpJobs(jobs);
  const system = await run.open({ useCases: [USE_CASE], handler: 'noop', aim: 'throughput' });
  try {
    await system.startWorkers();
    await submitBatches(system, USE_CASE, warmUp);
    await awaitDone(system, warmUp);
    const startedAt = monotonicMs();
    await submitBatches(system, USE_CASE, jobs);
    const endedAt = await awaitDone(system, warmUp + jobs);
    return [perSecond(jobs, endedAt - startedAt)];
  } finally {
    await system.close();
  }
};
