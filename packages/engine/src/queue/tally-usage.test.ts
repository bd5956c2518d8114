import type { JobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import type { Settlement } from './settlement.ts';
import { tallyUsage } from './tally-usage.ts';

const base: Settlement = {
  key: 'k' as JobKey,
  shard: 0,
  epoch: 1,
  useCaseNo: 1,
  attempt: 1,
  outcome: 'done',
  startedAt: 10,
  endedAt: 20,
  runMs: 10,
  cpuMs: 4,
  memoryMbS: 0.5,
  delayMs: 3,
  isLate: false,
  failure: null,
  retryWaitMs: 0,
};

const total = (buckets: ReadonlyMap<number, number> | undefined) =>
  [...(buckets?.values() ?? [])].reduce((a, b) => a + b, 0);

describe('tallyUsage', () => {
  it('adds up per use case, in use case order', () => {
    const tallies = tallyUsage([
      { ...base, useCaseNo: 2 },
      base,
      { ...base, outcome: 'retried' },
      { ...base, outcome: 'dead' },
    ]);
    expect(tallies.map((tally) => tally.useCaseNo)).toEqual([1, 2]);
    expect(tallies[0]).toMatchObject({
      doneCount: 1,
      failedCount: 2,
      deadCount: 1,
      retriedCount: 1,
      cpuMs: 12,
      memoryMbS: 1.5,
      runMs: 30,
    });
  });

  it('counts delay and lateness of first attempts only, run time of all', () => {
    const [tally] = tallyUsage([
      { ...base, isLate: true },
      { ...base, attempt: 2, isLate: true },
    ]);
    expect(tally?.lateCount).toBe(1);
    expect([total(tally?.delay), total(tally?.run)]).toEqual([1, 2]);
  });

  it('counts lost leases of use cases that settled nothing', () => {
    expect(tallyUsage([], new Map([[5, 3]]))).toMatchObject([{ useCaseNo: 5, lostLeaseCount: 3, doneCount: 0 }]);
  });
});
