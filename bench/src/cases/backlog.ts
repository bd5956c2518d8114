import { awaitCount } from '../measure/await-done.ts';
import { monotonicMs } from '../measure/clock.ts';
import { submitBatches } from '../measure/submit-load.ts';
import type { OpenSystem } from '../systems/system.ts';
import type { Measurement } from '../words.ts';
import { type Case, perSecond, USE_CASE } from './case.ts';
import { watchForWarm } from './drain.ts';

/**
 * Submitting to and draining a queue in which many jobs of the same use case wait already. Those were filled in with later
 * deadlines, so the first that are done are those that this run submitted.
 */
export const backlog: Case = async (run) => {
  const { jobs } = run.sizes;
  const metric = (what: string) => `${what}, ${run.variant} waiting`;
  const system = await run.open({ useCases: [USE_CASE], handler: 'noop', aim: 'throughput' });
  try {
    await system.fillBacklog?.(USE_CASE, run.variant);
    const startedAt = monotonicMs();
    await submitBatches(system, USE_CASE, jobs);
    const submitMs = monotonicMs() - startedAt;
    return [perSecond(jobs, submitMs, metric('submit')), ...(await measureDrain(system, jobs, metric))];
  } finally {
    await system.close();
  }
};

async function measureDrain(
  system: OpenSystem,
  jobs: number,
  metric: (what: string) => string,
): Promise<Measurement[]> {
  const warm = watchForWarm(jobs);
  let peakBytes = 0;
  await system.startWorkers();
  const end = await awaitCount(system, jobs, (progress) => {
    warm.see(progress);
    peakBytes = Math.max(peakBytes, system.dispatcherBytes() ?? 0);
  });
  const from = warm.progress();
  return [
    perSecond(end.doneCount - from.doneCount, end.atMs - from.atMs, metric('drain')),
    { metric: metric('engine memory'), value: peakBytes / 2 ** 20, unit: 'MiB' },
  ];
}
