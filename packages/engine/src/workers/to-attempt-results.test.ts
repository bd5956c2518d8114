import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import { toReadyJob } from '../dispatcher/ready-queues.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { ResultsMessage } from './protocol.ts';
import { toAttemptResults } from './to-attempt-results.ts';

const leases = [1, 2, 3].map((tie) => {
  const key = encodeJobKey({ shard: 0, useCaseNo: 1, deadlineAt: 5, tie });
  return { job: toReadyJob({ key, attempt: 1, availableAt: 0, submittedAt: 0, payload: '1' }), token: tie, epoch: 1 };
});
const bundle = { useCase: {} as UseCaseEntry, leases };
const message: ResultsMessage = {
  kind: 'results',
  from: 1,
  startedAts: [1_000, 1_010],
  runMs: [10, 30],
  failures: [null, { code: 'HANDLER_ERROR', message: 'no' }],
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
    const paired = toAttemptResults({ ...message, runMs: [0, 0] }, bundle, 0);
    expect(paired.map(({ result }) => result.cpuMs)).toEqual([10, 10]);
  });

  it('drops what the bundle does not have', () => {
    expect(toAttemptResults({ ...message, from: 2 }, bundle, 0).length).toBe(1);
  });
});
