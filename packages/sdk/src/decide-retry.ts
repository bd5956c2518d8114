import { LeewayApiError, LeewayConnectionError } from './errors.ts';

export interface RetryPolicy {
  /** Further tries after the first. */
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Whether to try again what may already have been carried out. */
  readonly retryUnknownOutcome: boolean;
}

const TRY_AGAIN_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

function mayRetry(error: unknown, policy: RetryPolicy): error is LeewayApiError | LeewayConnectionError {
  if (error instanceof LeewayConnectionError) return !error.outcomeUnknown || policy.retryUnknownOutcome;
  if (!(error instanceof LeewayApiError) || !TRY_AGAIN_STATUS.has(error.status)) return false;
  return !error.outcomeUnknown || policy.retryUnknownOutcome;
}

/**
 * How long to wait before the next try, in ms; null where there is none. Full jitter over a doubling bound ("Exponential
 * Backoff And Jitter", AWS Architecture Blog), on top of what the tier asked for.
 * @param tried tries so far, at least 1
 */
export function decideRetry(error: unknown, tried: number, policy: RetryPolicy, random: () => number): number | null {
  if (tried > policy.maxRetries || !mayRetry(error, policy)) return null;
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tried - 1));
  const asked = error instanceof LeewayApiError ? (error.retryAfterMs ?? 0) : 0;
  return asked > policy.maxDelayMs ? null : asked + random() * bound;
}
