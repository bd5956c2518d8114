import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import { toReadyJob } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { ResultsMessage } from './protocol.ts';
import { toAttemptResults } from './to-attempt-results.ts';

const leases = [1, 2, 3].map((tie) => {
  const key = encodeJobKey({ shard: 0, useCaseNo: 1, deadlineAt: 5, tie });
  return {
    job: toReadyJob({ key, attempt: 1, availableAt: 0, submittedAt: 0, jobCount: 1, payload: '1' }),
    token: tie,
    epoch: 1,
  };
});
const bundle = { useCase: {} as UseCaseEntry, leases };
const message: ResultsMessage = {
  kind: 'results',
  from: 1,
  startedAts: Float64Array.of(1_000, 1_010),
  runMs: Float64Array.of(10, 30),
  failures: new Map([[1, { code: 'HANDLER_ERROR', message: 'no' }]]),
  cpuMs: 20,
  memoryMb: 12,
  isLast: true,
};

describe('toAttemptResults', () => {
  it('pairs from the position on, shares the CPU by run time, and turns to store time', () => {
    const paired = toAttemptResults(message, bundle, 500);
    expect(paired.map(({ lease }) => lease.token)).toEqual([2, 3]);
    expect(paired.map(({ result }) => result.cpuMs)).toEqual([5, 15]);
    expect(paired[0]?.result).toMatchObject({ startedAt: 1_500, endedAt: 1_510, memoryMb: 12, failure: null });
    expect(paired[1]?.result.failure?.message).toBe('no');
  });

  it('shares evenly where nothing took measurable time, and loses no CPU', () => {
    const paired = toAttemptResults({ ...message, runMs: Float64Array.of(0, 0) }, bundle, 0);
    expect(paired.map(({ result }) => result.cpuMs)).toEqual([10, 10]);
  });

  it('counts the jobs of a mega-job one by one, across the rows of a bundle', () => {
    const [first, second, third] = leases;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three leases');
    const mixed = { ...bundle, leases: [first, { ...second, job: { ...second.job, jobCount: 3 } }, third] };
    const runMs = Float64Array.of(1, 1, 1);
    const startedAts = Float64Array.of(0, 0, 0);
    const failures = new Map([[1, { code: 'HANDLER_ERROR' as const, message: 'no' }]]);
    const paired = toAttemptResults({ ...message, from: 2, runMs, startedAts, failures }, mixed, 0);
    expect(paired.map(({ lease, result }) => [lease.token, result.place, result.failure?.message])).toEqual([
      [2, 1, undefined],
      [2, 2, 'no'],
      [3, 0, undefined],
    ]);
  });

  it('drops what the bundle does not have', () => {
    expect(toAttemptResults({ ...message, from: 2 }, bundle, 0).length).toBe(1);
  });
});
