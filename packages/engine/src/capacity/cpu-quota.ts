/** A use case that used nothing for a while may use this long of its rate at once; it bounds what exceeds the quota. */
const CREDIT_MS = 500;

/** What is left of a CPU quota, in CPU ms; below zero it is owed. */
export interface QuotaBalance {
  readonly cpuMs: number;
  readonly at: number;
}

export function fullBalance(now: number): QuotaBalance {
  return { cpuMs: Number.POSITIVE_INFINITY, at: now };
}

/**
 * The balance at `now`: it grows by the quota and holds at most half a second of it.
 * @param perSecond quota in CPU ms per second
 */
export function refillBalance(balance: QuotaBalance, perSecond: number, now: number): QuotaBalance {
  const grown = balance.cpuMs + (perSecond * Math.max(0, now - balance.at)) / 1_000;
  return { cpuMs: Math.min(grown, (perSecond * CREDIT_MS) / 1_000), at: now };
}

/**
 * Takes CPU ms off: an estimate when jobs start, and the difference (which may be negative) when their use is known. A job
 * may start as long as something is left, so what exceeds the quota is at most what was running.
 */
export function charge(balance: QuotaBalance, cpuMs: number): QuotaBalance {
  return { cpuMs: balance.cpuMs - cpuMs, at: balance.at };
}

/** ms until a job may start; 0: now. */
export function waitForBalance(balance: QuotaBalance, perSecond: number): number {
  return balance.cpuMs > 0 ? 0 : (-balance.cpuMs * 1_000) / perSecond + 1;
}
