/** XFaaS (SOSP 2023, §4.6.2): additive increase, multiplicative decrease. */
const DECREASE = 0.5;
const INCREASE = 0.05;
const STEP_MS = 10_000;
const SIGNAL_WINDOW_MS = 60_000;
/** However ill it is, it is asked this often whether it is well. */
const MIN_PER_SECOND = 0.1;

/** What is known of a downstream. Rates are starts per second of all use cases that call it, in this engine. */
export interface DownstreamControl {
  /** Null: not limited. */
  readonly limitPerSecond: number | null;
  /** Where recovery ends: what it carried before the first cut. */
  readonly basePerSecond: number;
  /** Null: not since recovery. */
  readonly cutAt: number | null;
  readonly steppedAt: number;
}

export interface DownstreamHealth {
  /** Overload signals since the last cut, in the last minute at most, of all engines. */
  readonly signalCount: number;
  /** Above this many there is a cut. */
  readonly threshold: number;
  /** Starts per second lately. */
  readonly ratePerSecond: number;
  /** This engine's part of what its owner says that it carries; null: not known. */
  readonly maxPerSecond: number | null;
}

export function newDownstreamControl(maxPerSecond: number | null, now: number): DownstreamControl {
  return { limitPerSecond: maxPerSecond, basePerSecond: maxPerSecond ?? 0, cutAt: null, steppedAt: now };
}

/** From when on signals count for the next decision: a cut answers all that came before it. */
export function signalsCountFrom({ cutAt }: DownstreamControl, now: number): number {
  return Math.max(now - SIGNAL_WINDOW_MS, cutAt ?? 0);
}

/** Cuts by half when there are more signals than the threshold, once in 10 s; else gives back 5 % of the base every 10 s. */
export function stepDownstream(control: DownstreamControl, health: DownstreamHealth, now: number): DownstreamControl {
  const isCooling = control.cutAt !== null && now - control.cutAt < STEP_MS;
  if (health.signalCount > health.threshold && !isCooling) return cut(control, health, now);
  if (control.cutAt === null) {
    const limitPerSecond = health.maxPerSecond;
    return limitPerSecond === control.limitPerSecond ? control : { ...control, limitPerSecond };
  }
  if (now - control.steppedAt < STEP_MS) return control;
  const limit = (control.limitPerSecond ?? 0) + INCREASE * control.basePerSecond;
  if (limit >= control.basePerSecond) return newDownstreamControl(health.maxPerSecond, now);
  return { ...control, limitPerSecond: limit, steppedAt: now };
}

function cut(control: DownstreamControl, health: DownstreamHealth, now: number): DownstreamControl {
  const isFirst = control.cutAt === null;
  const current = isFirst
    ? Math.min(control.limitPerSecond ?? Number.POSITIVE_INFINITY, health.ratePerSecond)
    : (control.limitPerSecond ?? 0);
  const base = isFirst ? Math.max(health.maxPerSecond ?? 0, health.ratePerSecond) : control.basePerSecond;
  return {
    limitPerSecond: Math.max(MIN_PER_SECOND, current * DECREASE),
    basePerSecond: Math.max(MIN_PER_SECOND, base),
    cutAt: now,
    steppedAt: now,
  };
}
