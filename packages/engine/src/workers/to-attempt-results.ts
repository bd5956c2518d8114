import type { Lease } from '../queue/lease.ts';
import type { AttemptResult } from './attempt-result.ts';
import type { Bundle } from './bundle.ts';
import type { ResultsMessage } from './protocol.ts';

/** Pairs a worker's report with its leases; the CPU time is shared out by run time. Instants become store time. */
export function toAttemptResults(
  message: ResultsMessage,
  { leases }: Bundle,
  storeOffsetMs: number,
): { lease: Lease; result: AttemptResult }[] {
  const { runMs: runs, startedAts, failures, cpuMs, memoryMb } = message;
  const totalRunMs = runs.reduce((sum, runMs) => sum + runMs, 0);
  const paired: { lease: Lease; result: AttemptResult }[] = [];
  let position = 0;
  for (const lease of leases) {
    const first = Math.max(0, message.from - position);
    for (let place = first; place < lease.job.jobCount; place++) {
      const index = position + place - message.from;
      if (index >= runs.length) return paired;
      const runMs = runs[index] ?? 0;
      const share = totalRunMs > 0 ? runMs / totalRunMs : 1 / runs.length;
      const startedAt = Math.round((startedAts[index] ?? 0) + storeOffsetMs);
      const endedAt = Math.round(startedAt + runMs);
      const failure = failures.get(index) ?? null;
      paired.push({ lease, result: { place, startedAt, endedAt, runMs, cpuMs: cpuMs * share, memoryMb, failure } });
    }
    position += lease.job.jobCount;
  }
  return paired;
}
