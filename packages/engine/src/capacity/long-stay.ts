/** Whoever keeps its slots longer than this on average stays long: it is not over before others' tolerance is. */
const LONG_MS = 5_000;
/** Jobs that have run for so many times their mean run time, and for a second at least, seem not to end. */
const STUCK_TIMES = 4;
const STUCK_MS = 1_000;
/** Smaller pools cannot spare slots for what may come. */
const MIN_SLOTS = 16;
/** Shorter, and what others need for a moment is given away in between (in simulation at one minute they got a third of their due). */
const PEAK_KEPT_MS = 300_000;
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
  /** Slots of the use case, and its part of the pool by weight among those that have something to do. */
  readonly heldCount: number;
  readonly fairPart: number;
  /** Slots of all that stay long. */
  readonly longHeldCount: number;
  /** The most that the others held lately. */
  readonly othersPeak: number;
}

/**
 * Whether a use case whose jobs stay long may have one slot more: up to its fair part always, beyond it only of what those
 * who do not stay long have left over lately. Else it takes every slot that is free for a moment, and keeps it for long.
 */
export function mayStay(
  stay: Stay,
  { slotCount, heldCount, fairPart, longHeldCount, othersPeak }: SlotsInUse,
): boolean {
  if (slotCount < MIN_SLOTS || !staysLong(stay)) return true;
  if (stay.meanRunMs === undefined && heldCount >= UNKNOWN_PART * slotCount) return false;
  // Where the pool has fewer slots than use cases everybody's part is below one: whoever holds none may have one in its turn.
  return heldCount === 0 || heldCount + 1 <= fairPart || longHeldCount + 1 <= slotCount - othersPeak;
}

/** The most that was held lately: what is lower counts little by little, with a time constant of five minutes. */
export function decayPeak(peak: number, held: number, elapsedMs: number): number {
  return held >= peak ? held : held + (peak - held) * Math.exp(-elapsedMs / PEAK_KEPT_MS);
}
