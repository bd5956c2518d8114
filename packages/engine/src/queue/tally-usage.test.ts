import { describe, expect, it } from 'vitest';
import { sampleJob, sampleSettlement } from '../testing/job-samples.ts';
import type { AttemptEnd, Settlement } from './settlement.ts';
import { tallyUsage } from './tally-usage.ts';

const of = (end: Partial<AttemptEnd> = {}, job: Parameters<typeof sampleJob>[1] = {}): Settlement =>
  sampleSettlement(sampleJob(1, job), { runMs: 10, delayMs: 3, ...end });

const total = (buckets: ReadonlyMap<number, number> | undefined) =>
  [...(buckets?.values() ?? [])].reduce((a, b) => a + b, 0);

describe('tallyUsage', () => {
  it('adds up per use case, in use case order', () => {
    const tallies = tallyUsage([of({}, { useCaseNo: 2 }), of(), of({ outcome: 'retried' }), of({ outcome: 'dead' })]);
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
    const [tally] = tallyUsage([of({ isLate: true }), of({ isLate: true }, { attempt: 2 })]);
    expect(tally?.lateCount).toBe(1);
    expect([total(tally?.delay), total(tally?.run)]).toEqual([1, 2]);
  });

  it('counts what was cancelled apart: what ran with its time, what did not run without', () => {
    const [tally] = tallyUsage([
      of({ outcome: 'cancelled' }),
      of({ outcome: 'cancelled', startedAt: 0, runMs: 0, cpuMs: 0, memoryMbS: 0 }),
    ]);
    expect(tally).toMatchObject({ cancelledCount: 2, failedCount: 0, doneCount: 0, runMs: 10, cpuMs: 4 });
    expect([total(tally?.delay), total(tally?.run)]).toEqual([1, 1]);
  });

  it('counts lost leases of use cases that settled nothing', () => {
    expect(tallyUsage([], new Map([[5, 3]]))).toMatchObject([{ useCaseNo: 5, lostLeaseCount: 3, doneCount: 0 }]);
  });
});
