import { addValue, type Buckets } from '@leeway/domain/distribution';
import type { ReadyJob } from './lease.ts';
import type { AttemptEnd } from './settlement.ts';

/** What a batch of settlements adds to one use case's usage; becomes one usage_delta row in the transaction of the batch. */
export interface UsageTally {
  readonly useCaseNo: number;
  doneCount: number;
  failedCount: number;
  deadCount: number;
  lateCount: number;
  lostLeaseCount: number;
  retriedCount: number;
  cancelledCount: number;
  cpuMs: number;
  runMs: number;
  memoryMbS: number;
  readonly delay: Buckets;
  readonly run: Buckets;
}

/** What counts of a settlement. */
interface EndedJob {
  readonly job: Pick<ReadyJob, 'useCaseNo' | 'attempt'>;
  readonly ends: readonly AttemptEnd[];
}

function emptyTally(useCaseNo: number): UsageTally {
  return {
    useCaseNo,
    doneCount: 0,
    failedCount: 0,
    deadCount: 0,
    lateCount: 0,
    lostLeaseCount: 0,
    retriedCount: 0,
    cancelledCount: 0,
    cpuMs: 0,
    runMs: 0,
    memoryMbS: 0,
    delay: new Map(),
    run: new Map(),
  };
}

/**
 * Adds up settlements per use case, in use case order. A retry's wait is not delay of the tier, so only first attempts
 * enter the delay sketch and the late count; every attempt enters run time and CPU.
 */
export function tallyUsage(
  settlements: Iterable<EndedJob>,
  lostLeases: ReadonlyMap<number, number> = new Map(),
): UsageTally[] {
  const tallies = new Map<number, UsageTally>();
  const of = (useCaseNo: number): UsageTally => {
    const found = tallies.get(useCaseNo) ?? emptyTally(useCaseNo);
    tallies.set(useCaseNo, found);
    return found;
  };
  for (const { job, ends } of settlements) {
    const tally = of(job.useCaseNo);
    for (const end of ends) addEnd(tally, end, job.attempt);
  }
  for (const [useCaseNo, count] of lostLeases) of(useCaseNo).lostLeaseCount += count;
  return [...tallies.values()].sort((a, b) => a.useCaseNo - b.useCaseNo);
}

function addEnd(tally: UsageTally, end: AttemptEnd, attempt: number): void {
  if (end.outcome === 'done') tally.doneCount += 1;
  else if (end.outcome !== 'cancelled') tally.failedCount += 1;
  if (end.outcome === 'cancelled') tally.cancelledCount += 1;
  if (end.outcome === 'dead') tally.deadCount += 1;
  if (end.outcome === 'retried') tally.retriedCount += 1;
  tally.cpuMs += end.cpuMs;
  tally.runMs += end.runMs;
  tally.memoryMbS += end.memoryMbS;
  if (end.startedAt === 0) return;
  addValue(tally.run, end.runMs);
  if (attempt > 1) return;
  addValue(tally.delay, end.delayMs);
  if (end.isLate) tally.lateCount += 1;
}
