import { awaitDone, type Progress } from '../measure/await-done.ts';
import { submitBatches } from '../measure/submit-load.ts';
import { type Case, perSecond, USE_CASE, warmUpJobs } from './case.ts';

/** Jobs wait, workers start; counted from the first tenth done until the store holds nothing. */
export const drain: Case = async (run) => {
  const { jobs } = run.sizes;
  const system = await run.open({ useCases: [USE_CASE], handler: 'noop', aim: 'throughput' });
  try {
    await submitBatches(system, [USE_CASE], jobs);
    let warm: Progress | null = null;
    await system.startWorkers();
    const endedAt = await awaitDone(system, jobs, (progress) => {
      if (warm === null && progress.doneCount >= warmUpJobs(jobs)) warm = progress;
    });
    const from = warm as Progress | null;
    if (from === null || from.doneCount === jobs) throw new Error(`${jobs} jobs are over before they can be timed`);
    return [perSecond(jobs - from.doneCount, endedAt - from.atMs)];
  } finally {
    await system.close();
  }
};
