export interface BackoffPolicy {
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
}

/**
 * Full jitter (Brooker, "Exponential Backoff and Jitter", AWS 2015): uniform in [0, min(cap, base·2ⁿ)].
 * @param attempt the attempt that failed, from 1, so that n = attempt − 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: number): number {
  return Math.floor(random * (backoffCeilingMs(policy, attempt) + 1));
}

/** The longest wait that may follow a failed attempt. */
export function backoffCeilingMs(policy: BackoffPolicy, attempt: number): number {
  return Math.min(policy.backoffCapMs, policy.backoffBaseMs * 2 ** (attempt - 1));
}
