/** So many jobs per second in the long run, and at most `burst` at once after a pause. Both may be fractions: a share of a limit. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What may come at `at` (ms on a clock that never goes back). Below 0 where a request was larger than a share's burst. */
export interface RateCredit {
  readonly credit: number;
  readonly at: number;
}

export interface RateAsk {
  readonly count: number;
  readonly now: number;
}

export type RateDecision =
  | { readonly isAdmitted: true; readonly left: RateCredit }
  /** The same request is admitted after exactly this time, if nothing else takes the credit. */
  | { readonly isAdmitted: false; readonly retryAfterMs: number };

/** 3 jobs at 0.1/s must be there after 30 s, not after 30.000000000000004. Not earned again: it is missing from the next. */
const ROUNDING_ERROR = 1e-6;

export function fullCredit({ burst }: Rate, now: number): RateCredit {
  return { credit: burst, at: now };
}

/** What may come at `now`. A limit that shrinks takes the credit above its burst; one that grows gives none at once. */
export function creditAt({ credit, at }: RateCredit, { perSecond, burst }: Rate, now: number): number {
  return Math.min(burst, credit + (Math.max(0, now - at) * perSecond) / 1_000);
}

/** When the credit will be whole again, in ms. */
export function wholeAfterMs(credit: number, { perSecond, burst }: Rate): number {
  return Math.max(0, ((burst - credit) * 1_000) / perSecond);
}

/**
 * The generic cell rate algorithm (ITU-T I.371, Annex A; ATM Forum Traffic Management 4.1, 4.4.2), as its continuous-state leaky
 * bucket: a cell conforms where the bucket has drained to at most L, then adds I. In jobs instead of time, `credit` is the room
 * that is left in the bucket, so that it keeps its meaning when the rate changes.
 *
 * A request of more jobs than the burst is admitted by a whole credit, and its excess is earned before anything else comes: a
 * share of a limit may be smaller than what the limit allows at once. So with n shares at most n bursts come at once, and in the
 * long run the rate.
 */
export function decideAdmission(held: RateCredit, rate: Rate, { count, now }: RateAsk): RateDecision {
  const credit = creditAt(held, rate, now);
  const needed = Math.min(count, rate.burst);
  if (credit + ROUNDING_ERROR >= needed)
    return { isAdmitted: true, left: { credit: credit - count, at: Math.max(now, held.at) } };
  return { isAdmitted: false, retryAfterMs: ((needed - credit) * 1_000) / rate.perSecond };
}

/** Takes back an admission whose jobs were not stored. */
export function giveBack(held: RateCredit, rate: Rate, { count, now }: RateAsk): RateCredit {
  return { credit: Math.min(rate.burst, creditAt(held, rate, now) + count), at: Math.max(now, held.at) };
}
