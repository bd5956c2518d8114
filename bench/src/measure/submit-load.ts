import type { OpenSystem } from '../systems/system.ts';
import { makeBatch, makePayload } from './payload.ts';

const BATCH_JOBS = 1_000;
const BATCHES_IN_FLIGHT = 8;
const SINGLES_IN_FLIGHT = 64;

/** `work(n)` for n below `count`, `limit` of them at once. */
async function inParallel(count: number, limit: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, lane));
}

/** Batches of 1,000 jobs, several in flight. */
export async function submitBatches(system: OpenSystem, useCase: string, jobs: number): Promise<void> {
  await submitSpread(system, [useCase], { jobs, batchJobs: BATCH_JOBS });
}

export interface Spread {
  readonly jobs: number;
  readonly batchJobs: number;
}

/** Batches over the use cases in turn, with as many jobs in flight whatever a batch holds. */
export async function submitSpread(
  system: OpenSystem,
  useCases: readonly string[],
  { jobs, batchJobs }: Spread,
): Promise<void> {
  const inFlight = Math.ceil((BATCHES_IN_FLIGHT * BATCH_JOBS) / batchJobs);
  await inParallel(Math.ceil(jobs / batchJobs), inFlight, async (index) => {
    const from = index * batchJobs;
    const useCase = useCases[index % useCases.length] ?? '';
    await system.submitMany(useCase, makeBatch(from, Math.min(batchJobs, jobs - from)));
  });
}

/** One job per call, as many calls at once as a busy service has. */
export async function submitSingles(system: OpenSystem, useCase: string, jobs: number): Promise<void> {
  await inParallel(jobs, SINGLES_IN_FLIGHT, (index) => system.submitOne(useCase, makePayload({ index })));
}
