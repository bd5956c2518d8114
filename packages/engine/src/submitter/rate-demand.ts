/** Demand is what came in about the last two seconds; what has just begun is not taken for a flood. */
const SMOOTHING_MS = 2_000;
const LEAST_COUNTED_MS = 250;
/** How long a limit that nobody asks for is still told of. */
const SILENT_AFTER_MS = 5_000;

/** What this engine was asked to take under one limit. */
export interface RateDemand {
  limitPerSecond: number;
  /** Since `countedFrom`. */
  askedCount: number;
  countedFrom: number;
  askedPerSecond: number;
  readonly firstAskedAt: number;
  lastAskedAt: number;
  /** This engine's part of the limit. */
  part: number;
}

export function beginDemand(limitPerSecond: number, part: number, now: number): RateDemand {
  const since = { firstAskedAt: now, lastAskedAt: now, countedFrom: now };
  return { limitPerSecond, askedCount: 0, askedPerSecond: 0, ...since, part };
}

/** Takes in what was counted: an average since the first ask, later of the last seconds. */
export function settleDemand(demand: RateDemand, now: number): void {
  const pastMs = Math.max(LEAST_COUNTED_MS, now - demand.countedFrom);
  const sinceBegin = Math.min(1, pastMs / Math.max(pastMs, now - demand.firstAskedAt));
  const weight = Math.max(1 - Math.exp(-pastMs / SMOOTHING_MS), sinceBegin);
  const latest = (demand.askedCount * 1_000) / pastMs;
  demand.askedPerSecond += (latest - demand.askedPerSecond) * weight;
  demand.askedCount = 0;
  demand.countedFrom = now;
}

export function isSilent({ askedCount, lastAskedAt }: RateDemand, now: number): boolean {
  return askedCount === 0 && now - lastAskedAt > SILENT_AFTER_MS;
}
