import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import type { ForeignLease, LeaseVerdict } from '../queue/foreign-lease.ts';
import { decideEnd } from './decide-end.ts';

const POLICY = { maxAttempts: 3, backoffBaseMs: 1_000, backoffCapMs: 10_000 };
const lease = (more: Partial<ForeignLease> = {}): ForeignLease => ({
  key: encodeJobKey({ shard: 4, useCaseNo: 9, deadlineAt: 6_000, tie: 1 }),
  token: 'a',
  attempt: 1,
  leasedAt: 2_000,
  availableAt: 1_000,
  ...more,
});
const nack = (delayMs?: number): LeaseVerdict => ({
  kind: 'nack',
  failure: { code: 'TIMEOUT', message: 'no' },
  delayMs,
});
const decide = (verdict: LeaseVerdict, more: Partial<ForeignLease> = {}, policy: typeof POLICY | undefined = POLICY) =>
  decideEnd(lease(more), verdict, { policy, now: 5_000, random: 0.999_999 });

describe('the end of a lease', () => {
  it('is a success that ran from the grant to the ack, and waited until the grant', () => {
    expect(decide({ kind: 'ack' })).toMatchObject({
      useCaseNo: 9,
      isExpiry: false,
      end: { outcome: 'done', startedAt: 2_000, endedAt: 5_000, runMs: 3_000, cpuMs: 0, delayMs: 1_000, isLate: false },
    });
  });

  it('believes a program that it ran shorter, not longer, and what CPU it used', () => {
    expect(decide({ kind: 'ack', runMs: 20, cpuMs: 7 }).end).toMatchObject({ runMs: 20, cpuMs: 7 });
    expect(decide({ kind: 'ack', runMs: 1e9 }).end).toMatchObject({ runMs: 3_000 });
  });

  it('is late where the grant came after the deadline', () => {
    expect(decide({ kind: 'ack' }, { leasedAt: 6_001 }).end).toMatchObject({ isLate: true, runMs: 0, endedAt: 6_001 });
  });

  it.each([
    ['a nack, after its backoff', nack(), 1, { outcome: 'retried', retryWaitMs: 1_000 }],
    ['a second nack, after the next backoff', nack(), 2, { outcome: 'retried', retryWaitMs: 2_000 }],
    ['a nack that says when, then', nack(7), 2, { outcome: 'retried', retryWaitMs: 7 }],
    ['a nack that says at once, at once', nack(0), 1, { outcome: 'retried', retryWaitMs: 0 }],
    [
      'a last nack, never',
      nack(7),
      3,
      { outcome: 'dead', retryWaitMs: 0, failure: { code: 'TIMEOUT', message: 'no' } },
    ],
  ])('is retried after %s', (_, verdict, attempt, end) => {
    expect(decide(verdict, { attempt }).end).toMatchObject(end);
  });

  it('by expiry is a failed attempt, with a reason of its own', () => {
    expect(decide({ kind: 'expiry' })).toMatchObject({
      isExpiry: true,
      end: { outcome: 'retried', failure: { code: 'LEASE_EXPIRED', message: expect.stringContaining('after 3 s') } },
    });
    expect(decide({ kind: 'expiry' }, { attempt: 3 }).end.outcome).toBe('dead');
  });

  it('is final where the use case is gone', () => {
    const end = decideEnd(lease(), nack(), { policy: undefined, now: 5_000, random: 0 });
    expect(end.end.outcome).toBe('dead');
  });
});
