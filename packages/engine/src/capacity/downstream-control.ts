/** XFaaS (SOSP 2023, §4.6.2): additive increase, multiplicative decrease. */
const DECREASE = 0.5;
const INCREASE = 0.05;
const STEP_MS = 10_000;
const SIGNAL_WINDOW_MS = 60_000;
/** However ill it is, it is asked this often whether it is well. */
const MIN_PER_SECOND = 0.1;
/** Which part of those that it answered or refused it may answer and still be out, whatever the rate. */
const OUT_ANSWERED = 0.1;
/** One that was out carried what it was called before: back to here the steps double. docs/decisions/0009 */
const SWIFT_PART = 0.8;

/** What is known of a downstream. Rates are starts per second of all use cases that call it, in this engine. */
export interface DownstreamControl {
  /** Null: not limited. */
  readonly limitPerSecond: number | null;
  /** Where recovery ends: what it carried before the first cut. */
  readonly basePerSecond: number;
  /** Null: not since recovery. */
  readonly cutAt: number | null;
  readonly steppedAt: number;
  /** By how much it was last raised. */
  readonly stepPerSecond: number;
  /** From here on it may be the rate that it cannot bear: it is raised by 5 % of the base, no more. */
  readonly carefulFromPerSecond: number;
}

interface Answers {
  /** Overload signals. */
  readonly signalCount: number;
  /** Jobs that called it and succeeded. */
  readonly answeredCount: number;
}

export interface DownstreamHealth extends Answers {
  /** Since the last cut, in the last minute at most; signals of all engines before the first one. Above so many there is a cut. */
  readonly threshold: number;
  /** Since the last step. */
  readonly sinceStep: Answers;
  /** Starts per second lately. */
  readonly ratePerSecond: number;
  /** This engine's part of what its owner says that it carries; null: not known. */
  readonly maxPerSecond: number | null;
}

export function newDownstreamControl(maxPerSecond: number | null, now: number): DownstreamControl {
  const none = { cutAt: null, stepPerSecond: 0, carefulFromPerSecond: 0 };
  return { limitPerSecond: maxPerSecond, basePerSecond: maxPerSecond ?? 0, steppedAt: now, ...none };
}

/** From when on signals count for the next decision: a cut answers all that came before it. */
export function signalsCountFrom({ cutAt }: DownstreamControl, now: number): number {
  return Math.max(now - SIGNAL_WINDOW_MS, cutAt ?? 0);
}

/**
 * Cuts by half when there are more signals than the threshold, once in 10 s; else gives back 5 % of the base every 10 s. Where
 * it was out, and has answered everything since the last step, each step is twice the one before, and at most doubles the limit.
 */
export function stepDownstream(control: DownstreamControl, health: DownstreamHealth, now: number): DownstreamControl {
  const isCooling = control.cutAt !== null && now - control.cutAt < STEP_MS;
  if (health.signalCount > health.threshold && !isCooling) return cut(control, health, now);
  if (control.cutAt === null) {
    const limitPerSecond = health.maxPerSecond;
    return limitPerSecond === control.limitPerSecond ? control : { ...control, limitPerSecond };
  }
  if (now - control.steppedAt < STEP_MS) return control;
  const stepPerSecond = decideStep(control, health.sinceStep);
  const limit = (control.limitPerSecond ?? 0) + stepPerSecond;
  if (limit >= control.basePerSecond) return newDownstreamControl(health.maxPerSecond, now);
  return { ...control, limitPerSecond: limit, steppedAt: now, stepPerSecond };
}

function decideStep(control: DownstreamControl, { signalCount, answeredCount }: Answers): number {
  const { limitPerSecond, basePerSecond, stepPerSecond, carefulFromPerSecond } = control;
  const limit = limitPerSecond ?? 0;
  const usual = INCREASE * basePerSecond;
  if (signalCount > 0 || answeredCount === 0) return usual;
  return Math.max(usual, Math.min(2 * stepPerSecond, limit, carefulFromPerSecond - limit));
}

function cut(control: DownstreamControl, health: DownstreamHealth, now: number): DownstreamControl {
  const isFirst = control.cutAt === null;
  const current = isFirst
    ? Math.min(control.limitPerSecond ?? Number.POSITIVE_INFINITY, health.ratePerSecond)
    : (control.limitPerSecond ?? 0);
  const base = isFirst ? Math.max(health.maxPerSecond ?? 0, health.ratePerSecond) : control.basePerSecond;
  const limitPerSecond = Math.max(MIN_PER_SECOND, current * DECREASE);
  const basePerSecond = Math.max(MIN_PER_SECOND, base);
  // One that refuses nearly everything does so at any rate; one that answers some has more than it can carry.
  const isOut = health.answeredCount <= OUT_ANSWERED * health.signalCount;
  const carefulFromPerSecond = isOut ? SWIFT_PART * basePerSecond : limitPerSecond;
  return { limitPerSecond, basePerSecond, cutAt: now, steppedAt: now, stepPerSecond: 0, carefulFromPerSecond };
}
