import { awaitDone } from '../measure/await-done.ts';
import { monotonicMs } from '../measure/clock.ts';
import { submitSpread } from '../measure/submit-load.ts';
import { type Case, perSecond, USE_CASE, warmUpJobs } from './case.ts';

/** Small batches, so that as many jobs reach each of many use cases as would reach few. */
const BATCH_JOBS = 20;

/** The same load, spread over one use case or thousands; batches go in while workers take them out. */
export const useCases: Case = async (run) => {
  const { jobs } = run.sizes;
  const names = Array.from({ length: run.variant }, (_, index) => `${USE_CASE}-${index}`);
  const system = await run.open({ useCases: names, handler: 'noop', aim: 'throughput' });
  try {
    await system.startWorkers();
    const warmUp = warmUpJobs(jobs);
    await submitSpread(system, names, { jobs: warmUp, batchJobs: BATCH_JOBS });
    await awaitDone(system, warmUp);
    const startedAt = monotonicMs();
    await submitSpread(system, names, { jobs, batchJobs: BATCH_JOBS });
    const endedAt = await awaitDone(system, warmUp + jobs);
    return [perSecond(jobs, endedAt - startedAt, `over ${run.variant}`)];
  } finally {
    await system.close();
  }
};
