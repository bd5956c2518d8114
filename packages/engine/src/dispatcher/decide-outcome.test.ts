import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import type { ReadyJob } from '../queue/lease.ts';
import { toReadyJob } from '../queue/lease.ts';
import { decideOutcome } from './decide-outcome.ts';

const policy = { maxAttempts: 3, backoffBaseMs: 1_000, backoffCapMs: 10_000 };
const failure = { code: 'HANDLER_ERROR' as const, message: 'no' };

function jobOf(attempt: number): ReadyJob {
  const key = encodeJobKey({ shard: 1, useCaseNo: 7, deadlineAt: 2_000, tie: 5 });
  return toReadyJob({ key, attempt, availableAt: 1_000, submittedAt: 900, jobCount: 1, payload: '1' });
}

const result = { place: 0, startedAt: 1_500, endedAt: 1_600, runMs: 100, cpuMs: 80, memoryMb: 20, failure: null };

describe('decideOutcome', () => {
  it('is done where the handler succeeded', () => {
    expect(decideOutcome(jobOf(1), result, { policy, random: () => 0.5 })).toMatchObject({
      outcome: 'done',
      delayMs: 500,
      isLate: false,
      memoryMbS: 2,
    });
  });

  it.each([
    [1, 'retried', 500],
    [2, 'retried', 1_000],
    [3, 'dead', 0],
  ])('a failure of attempt %i of 3 is %s', (attempt, outcome, retryWaitMs) => {
    const decided = decideOutcome(jobOf(attempt), { ...result, failure }, { policy, random: () => 0.5 });
    expect(decided).toMatchObject({ outcome, retryWaitMs, failure });
  });

  it('is late only after the deadline', () => {
    const at = (startedAt: number) =>
      decideOutcome(jobOf(1), { ...result, startedAt }, { policy, random: () => 0 }).isLate;
    expect([at(2_000), at(2_001)]).toEqual([false, true]);
  });

  it('never shows a start before the earliest start, whatever this machine reads', () => {
    expect(
      decideOutcome(jobOf(1), { ...result, startedAt: 990, endedAt: 995 }, { policy, random: () => 0 }),
    ).toMatchObject({
      startedAt: 1_000,
      delayMs: 0,
    });
  });

  it('a failure without a policy is final', () => {
    expect(decideOutcome(jobOf(1), { ...result, failure }, { policy: undefined, random: () => 0 }).outcome).toBe(
      'dead',
    );
  });
});
