import { parentPort } from 'node:worker_threads';
import { drawPlan } from './plan.ts';
import { runPlan } from './run-plan.ts';

export interface SeedRange {
  readonly from: number;
  readonly count: number;
}

export interface SeedReport {
  readonly failed: readonly { readonly seed: number; readonly violation: string }[];
  readonly eventCount: number;
  readonly jobCount: number;
  readonly startCount: number;
  readonly longestDrainMs: number;
}

async function runRange({ from, count }: SeedRange): Promise<SeedReport> {
  const failed: { seed: number; violation: string }[] = [];
  let [eventCount, jobCount, startCount, longestDrainMs] = [0, 0, 0, 0];
  for (let seed = from; seed < from + count; seed++) {
    const result = await runPlan(drawPlan(seed));
    if (result.violation !== null) failed.push({ seed, violation: result.violation });
    eventCount += result.eventCount;
    jobCount += result.jobCount;
    startCount += result.startCount;
    longestDrainMs = Math.max(longestDrainMs, result.drainMs);
  }
  return { failed, eventCount, jobCount, startCount, longestDrainMs };
}

parentPort?.on('message', async (range: SeedRange) => {
  parentPort?.postMessage(await runRange(range));
});
