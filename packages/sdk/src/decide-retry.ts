import { LeewayApiError, LeewayConnectionError } from './errors.ts';

export interface RetryPolicy {
  /** Further tries after the first. */
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

const TRY_AGAIN_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * The tier took nothing up: it is overloaded, a rate limit is reached, or no answer came. Whether the outcome is known plays no
 * part: reading twice harms nobody, and a submission carries its key.
 */
export function isRefusal(error: unknown): error is LeewayApiError | LeewayConnectionError {
  if (error instanceof LeewayConnectionError) return true;
  return error instanceof LeewayApiError && TRY_AGAIN_STATUS.has(error.status);
}

/**
 * How long to wait before the next try, in ms; null where there is none. Full jitter over a doubling bound ("Exponential
 * Backoff And Jitter", AWS Architecture Blog), on top of what the tier asked for.
 * @param tried tries so far, at least 1
 */
export function decideRetry(error: unknown, tried: number, policy: RetryPolicy, random: () => number): number | null {
  if (tried > policy.maxRetries || !isRefusal(error)) return null;
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tried - 1));
  const asked = error instanceof LeewayApiError ? (error.retryAfterMs ?? 0) : 0;
  return asked > policy.maxDelayMs ? null : asked + random() * bound;
}
