import type { Lease } from '../queue/lease.ts';
import type { AttemptResult } from './attempt-result.ts';
import type { Bundle } from './bundle.ts';
import type { ResultsMessage } from './protocol.ts';

/** Pairs a worker's report with its leases; the CPU time is shared out by run time. Instants become store time. */
export function toAttemptResults(
  message: ResultsMessage,
  bundle: Bundle,
  storeOffsetMs: number,
): { lease: Lease; result: AttemptResult }[] {
  const totalRunMs = message.runMs.reduce((sum, runMs) => sum + runMs, 0);
  const paired: { lease: Lease; result: AttemptResult }[] = [];
  for (const [index, runMs] of message.runMs.entries()) {
    const lease = bundle.leases[message.from + index];
    if (lease === undefined) continue;
    const share = totalRunMs > 0 ? runMs / totalRunMs : 1 / message.runMs.length;
    const startedAt = Math.round((message.startedAts[index] ?? 0) + storeOffsetMs);
    const endedAt = Math.round(startedAt + runMs);
    const failure = message.failures[index] ?? null;
    paired.push({
      lease,
      result: { startedAt, endedAt, runMs, cpuMs: message.cpuMs * share, memoryMb: message.memoryMb, failure },
    });
  }
  return paired;
}
