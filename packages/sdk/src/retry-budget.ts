/** Retries that a client may have ahead of its calls: enough for a hiccup, too few to keep an overload alive. */
const CAPACITY = 10;
/** What each call that is sent adds: in the long run one retry in ten calls ("Handling Overload", Site Reliability Engineering). */
const REFILL = 0.1;

export interface RetryBudget {
  /** Told of each call, before its first try. */
  earn(): void;
  /** Whether there is a retry left; takes it. */
  spend(): boolean;
}

export function createRetryBudget(): RetryBudget {
  let tokens = CAPACITY;
  return {
    earn: () => {
      tokens = Math.min(CAPACITY, tokens + REFILL);
    },
    spend: () => {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
