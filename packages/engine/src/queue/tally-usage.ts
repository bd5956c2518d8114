import { addValue, type Buckets } from '@leeway/domain/distribution';
import type { Settlement } from './settlement.ts';

/** What a batch of settlements adds to one use case's usage; becomes one usage_delta row in the transaction of the batch. */
export interface UsageTally {
  readonly useCaseNo: number;
  doneCount: number;
  failedCount: number;
  deadCount: number;
  lateCount: number;
  lostLeaseCount: number;
  retriedCount: number;
  cpuMs: number;
  runMs: number;
  memoryMbS: number;
  readonly delay: Buckets;
  readonly run: Buckets;
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
  settlements: Iterable<Settlement>,
  lostLeases: ReadonlyMap<number, number> = new Map(),
): UsageTally[] {
  const tallies = new Map<number, UsageTally>();
  const of = (useCaseNo: number): UsageTally => {
    const found = tallies.get(useCaseNo) ?? emptyTally(useCaseNo);
    tallies.set(useCaseNo, found);
    return found;
  };
  for (const settlement of settlements) addSettlement(of(settlement.useCaseNo), settlement);
  for (const [useCaseNo, count] of lostLeases) of(useCaseNo).lostLeaseCount += count;
  return [...tallies.values()].sort((a, b) => a.useCaseNo - b.useCaseNo);
}

function addSettlement(tally: UsageTally, settlement: Settlement): void {
  if (settlement.outcome === 'done') tally.doneCount += 1;
  else tally.failedCount += 1;
  if (settlement.outcome === 'dead') tally.deadCount += 1;
  if (settlement.outcome === 'retried') tally.retriedCount += 1;
  tally.cpuMs += settlement.cpuMs;
  tally.runMs += settlement.runMs;
  tally.memoryMbS += settlement.memoryMbS;
  addValue(tally.run, settlement.runMs);
  if (settlement.attempt > 1) return;
  addValue(tally.delay, settlement.delayMs);
  if (settlement.isLate) tally.lateCount += 1;
}
