/** Demand is what came in the last one or two seconds; what has just begun is not taken for a flood. */
const SMOOTHING_MS = 1_500;
const LEAST_COUNTED_MS = 1_000;
/** A limit that nobody asked for as long is told of once more, as not asked for. */
const SILENT_AFTER_MS = 3_000;

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
  // How far a flood is above the limit says nothing, and would take long to be forgotten.
  const latest = Math.min((demand.askedCount * 1_000) / pastMs, demand.limitPerSecond);
  demand.askedPerSecond += (latest - demand.askedPerSecond) * weight;
  demand.askedCount = 0;
  demand.countedFrom = now;
}

/** Takes in what was counted for all, and returns the silent ones. */
export function settleDemands(demands: ReadonlyMap<string, RateDemand>, now: number): string[] {
  const silent: string[] = [];
  for (const [scope, demand] of demands) {
    const wasSilent = isSilent(demand, now);
    settleDemand(demand, now);
    if (!wasSilent) continue;
    demand.askedPerSecond = 0;
    silent.push(scope);
  }
  return silent;
}

/** Too young to be counted: it has an even part, whatever it was asked for. */
export function isNew({ firstAskedAt }: RateDemand, now: number): boolean {
  return now - firstAskedAt < LEAST_COUNTED_MS;
}

export function isSilent({ askedCount, lastAskedAt }: RateDemand, now: number): boolean {
  return askedCount === 0 && now - lastAskedAt > SILENT_AFTER_MS;
}
