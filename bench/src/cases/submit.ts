import { monotonicMs } from '../measure/clock.ts';
import { submitBatches, submitSingles } from '../measure/submit-load.ts';
import type { OpenSystem } from '../systems/system.ts';
import type { Measurement } from '../words.ts';
import { type Case, type CaseRun, perSecond, USE_CASE, warmUpJobs } from './case.ts';

type Submit = (system: OpenSystem, jobs: number) => Promise<void>;

/** What is stored per second; nothing runs meanwhile, or the only handler is held up. */
async function measureSubmit(run: CaseRun, jobs: number, submit: Submit): Promise<Measurement[]> {
  const system = await run.open({ useCases: [USE_CASE], handler: 'hold', aim: 'throughput' });
  try {
    const warmUp = warmUpJobs(jobs);
    await submit(system, warmUp);
    const startedAt = monotonicMs();
    await submit(system, jobs);
    const tookMs = monotonicMs() - startedAt;
    const stored = await system.unsettledCount();
    if (stored !== warmUp + jobs) throw new Error(`${stored} jobs are stored where ${warmUp + jobs} were accepted`);
    return [perSecond(jobs, tookMs)];
  } finally {
    await system.close();
  }
}

/** Batches of 1,000 jobs, several in flight. */
export const submit: Case = (run) =>
  measureSubmit(run, run.sizes.jobs, (system, jobs) => submitBatches(system, USE_CASE, jobs));

/** One job per call, 64 calls at once. */
export const submitHttp: Case = (run) =>
  measureSubmit(run, Math.ceil(run.sizes.jobs / 10), (system, jobs) => submitSingles(system, USE_CASE, jobs));
