import { awaitDone, type Progress } from '../measure/await-done.ts';
import { monotonicMs } from '../measure/clock.ts';
import { submitBatches } from '../measure/submit-load.ts';
import { type Case, perSecond, USE_CASE, warmUpJobs } from './case.ts';

/** Jobs wait, workers start; counted from the first tenth done until the store holds nothing. */
export const drain: Case = async (run) => {
  const { jobs } = run.sizes;
  const system = await run.open({ useCases: [USE_CASE], handler: 'noop', aim: 'throughput' });
  try {
    await submitBatches(system, USE_CASE, jobs);
    const warm = watchForWarm(jobs);
    await system.startWorkers();
    const endedAt = await awaitDone(system, jobs, warm.see);
    const from = warm.progress();
    return [perSecond(jobs - from.doneCount, endedAt - from.atMs)];
  } finally {
    await system.close();
  }
};

/** From when to count: the first tenth done, or the start where all were done before anybody looked again. */
export function watchForWarm(jobs: number): { see(progress: Progress): void; progress(): Progress } {
  const start = { doneCount: 0, atMs: monotonicMs() };
  let warm: Progress | null = null;
  return {
    see: (progress) => {
      if (warm === null && progress.doneCount >= warmUpJobs(jobs)) warm = progress;
    },
    progress: () => (warm === null || warm.doneCount >= jobs ? start : warm),
  };
}
