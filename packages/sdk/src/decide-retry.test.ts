import { describe, expect, it } from 'vitest';
import { decideRetry, type RetryPolicy } from './decide-retry.ts';
import { LeewayApiError, LeewayConnectionError, parseRetryAfter } from './errors.ts';

const policy: RetryPolicy = { maxRetries: 3, baseDelayMs: 100, maxDelayMs: 1_000 };
const half = () => 0.5;

function overloaded(retryAfterMs?: number): LeewayApiError {
  return new LeewayApiError('full', { code: 'OVERLOADED', status: 503, fields: [], retryAfterMs });
}

describe('decideRetry', () => {
  it('doubles the bound of its jitter up to the longest delay', () => {
    const patient = { ...policy, maxRetries: 10 };
    const waits = [1, 2, 3, 4, 5, 6].map((tried) => decideRetry(overloaded(), tried, patient, half));
    expect(waits).toEqual([50, 100, 200, 400, 500, 500]);
  });

  it('never waits less than the tier asked for, and gives up where that is longer than it may wait', () => {
    expect(decideRetry(overloaded(700), 1, policy, () => 0)).toBe(700);
    expect(decideRetry(overloaded(1_001), 1, policy, () => 0)).toBeNull();
  });

  it('ends after the last retry', () => {
    expect(decideRetry(overloaded(), 3, policy, half)).toBe(200);
    expect(decideRetry(overloaded(), 4, policy, half)).toBeNull();
  });

  it.each([
    ['UNAUTHENTICATED', 401],
    ['INVALID_INPUT', 400],
    ['NOT_FOUND', 404],
    ['INTERNAL', 500],
  ] as const)('does not repeat %s', (code, status) => {
    const error = new LeewayApiError('no', { code, status, fields: [], retryAfterMs: undefined });
    expect(decideRetry(error, 1, policy, half)).toBeNull();
  });

  it.each([true, false])('repeats what got no answer, known or not (%s)', (outcomeUnknown) => {
    expect(decideRetry(new LeewayConnectionError('cut', { outcomeUnknown, cause: null }), 1, policy, half)).toBe(50);
  });

  it('leaves foreign errors alone', () => {
    expect(decideRetry(new TypeError('a bug'), 1, policy, half)).toBeNull();
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-01-31T03:00:00Z');
  it.each([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['2', 2_000],
    ['0.25', 250],
    ['-5', 0],
    ['Sat, 31 Jan 2026 03:00:07 GMT', 7_000],
    ['Sat, 31 Jan 2026 02:00:00 GMT', 0],
  ])('%s → %s', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
