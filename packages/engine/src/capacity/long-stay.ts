import { shareCapacity } from './entitlement.ts';

/** Whoever keeps its slots longer than this on average stays long: it is not over before others' tolerance is. */
const LONG_MS = 5_000;
/** Jobs that have run for so many times their mean run time, and for a second at least, seem not to end. */
const STUCK_TIMES = 4;
const STUCK_MS = 1_000;
/** Smaller pools cannot spare slots for what may come. */
const MIN_SLOTS = 16;
/** Shorter, and what others need for a moment is given away in between (in simulation at one minute they got a third of their due). */
const PEAK_KEPT_MS = 300_000;
/** Shorter, and a moment's chance counts as need; their tolerance is seconds at least, so they may wait for one another. */
const MEAN_OVER_MS = 10_000;
/** More than what others need is kept as it turns out to be needed: slots for each second in which one was kept from its part. */
const MARGIN_PER_SECOND = 0.3;
const MARGIN_MOST = 1 / 8;
const MARGIN_KEPT_MS = 900_000;
/** Of a use case none of whose jobs has ended yet, only so much of the pool runs. */
const UNKNOWN_PART = 0.25;

export interface Stay {
  /** Undefined before the first job has ended. */
  readonly meanRunMs: number | undefined;
  /** How long the jobs that run now have been running, on average. */
  readonly meanAgeMs: number;
}

/** Whether slots that a use case takes come back too late for those who need them next. */
export function staysLong({ meanRunMs, meanAgeMs }: Stay): boolean {
  if (meanRunMs === undefined) return true;
  return meanRunMs >= LONG_MS || meanAgeMs >= Math.max(STUCK_MS, STUCK_TIMES * meanRunMs);
}

export interface SlotsInUse {
  readonly slotCount: number;
  /** Slots of the use case, and its part of those that nobody needs for a moment only. */
  readonly heldCount: number;
  readonly fairPart: number;
  /** Slots of all that stay long, and what they may hold together. */
  readonly longHeldCount: number;
  readonly longPart: number;
}

/**
 * Whether a use case whose jobs stay long may have one slot more: up to its fair part always, beyond it only of what those
 * who do not stay long have left over lately. Else it takes every slot that is free for a moment, and keeps it for long.
 */
export function mayStay(stay: Stay, { slotCount, heldCount, fairPart, longHeldCount, longPart }: SlotsInUse): boolean {
  if (slotCount < MIN_SLOTS || !staysLong(stay)) return true;
  if (stay.meanRunMs === undefined && heldCount >= UNKNOWN_PART * slotCount) return false;
  // Where the pool has fewer slots than use cases everybody's part is below one: whoever holds none may have one in its turn.
  return heldCount === 0 || heldCount + 1 <= fairPart || longHeldCount + 1 <= longPart;
}

/** A use case that holds slots, or has something ready. */
export interface Occupant {
  readonly weight: number;
  readonly heldCount: number;
  readonly isLong: boolean;
  /** It waits for its turn. */
  readonly isBacklogged: boolean;
}

/** Slots that those need who do not stay long. */
export interface Need {
  /** Over the last seconds. */
  readonly mean: number;
  /** The most of that in the last minutes. */
  readonly peak: number;
  /** Kept beside it: where long jobs end seldom, less lets queues form. */
  readonly margin: number;
}

export const UNKNOWN_NEED: Need = { mean: 0, peak: 0, margin: 1 };

/**
 * Follows what those need who come and go. Who is backlogged with more than its part by weight takes what it gets: that is no need. While
 * one is with less, what they hold says too little: nothing is taken off then, and the margin grows.
 */
export function followNeed(need: Need, occupants: readonly Occupant[], slotCount: number, elapsedMs: number): Need {
  const perWeight = slotCount / weightOf(occupants);
  const others = occupants.filter(({ isLong }) => !isLong);
  const isStarved = others.some((each) => each.isBacklogged && each.heldCount < perWeight * each.weight);
  const held = others.reduce((sum, { heldCount, isBacklogged }) => sum + (isBacklogged ? 0 : heldCount), 0);
  const margin = isStarved
    ? Math.min(MARGIN_MOST * slotCount, need.margin + (MARGIN_PER_SECOND * elapsedMs) / 1_000)
    : need.margin * Math.exp(-elapsedMs / MARGIN_KEPT_MS);
  if (isStarved && held <= need.mean) return { ...need, margin };
  const mean = need.mean + (held - need.mean) * (1 - Math.exp(-elapsedMs / MEAN_OVER_MS));
  return { mean, peak: isStarved ? Math.max(need.peak, mean) : decayPeak(need.peak, mean, elapsedMs), margin };
}

/**
 * What is left beside that need, by weighted max-min among those who stay long and those who are backlogged.
 * @returns slots for each part of weight, and of all who stay long together
 */
export function shareWithLong(occupants: readonly Occupant[], slotCount: number, { peak, margin }: Need) {
  const left = Math.max(0, slotCount - peak - margin);
  const sharing = occupants.filter(({ isLong, isBacklogged }) => isLong || isBacklogged);
  const claims = sharing.map(({ weight, heldCount, isBacklogged }) => ({
    weight,
    demand: isBacklogged ? Number.POSITIVE_INFINITY : heldCount,
  }));
  const shares = shareCapacity(claims, left);
  let perWeight = slotCount / weightOf(occupants);
  let longPart = left;
  for (const [index, { weight, isLong, isBacklogged }] of sharing.entries()) {
    const share = shares[index] ?? 0;
    if (isBacklogged) perWeight = Math.max(perWeight, share / weight);
    if (!isLong) longPart -= share;
  }
  return { perWeight, longPart };
}

function weightOf(occupants: readonly Occupant[]): number {
  return occupants.reduce((sum, { weight }) => sum + weight, 0) || 1;
}

/** The most that was held lately: what is lower counts little by little, with a time constant of five minutes. */
export function decayPeak(peak: number, held: number, elapsedMs: number): number {
  return held >= peak ? held : held + (peak - held) * Math.exp(-elapsedMs / PEAK_KEPT_MS);
}
