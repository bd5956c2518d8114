/** A bundle fills about this much of a slot's time, so that hand-over costs little and nobody waits long behind it. */
export const BUNDLE_TARGET_MS = 5;
const BUNDLE_MAX_JOBS = 200;
export const BUNDLE_MAX_BYTES = 1_048_576;

export interface BundleInput {
  readonly readyCount: number;
  /** Slots that could take work now, this one included. */
  readonly freeSlotCount: number;
  /** Mean run time of the use case's jobs in ms; undefined before the first has ended. */
  readonly meanRunMs: number | undefined;
  /** One of its jobs ended a process lately, and it is not known which. */
  readonly isSuspect: boolean;
  /** What of the slot's time is left to it; absent: all that a bundle may fill. */
  readonly roomMs?: number;
}

/** How many jobs go to a slot together: what fills `BUNDLE_TARGET_MS`, but not more than leaves work for the other free slots. */
export function decideBundleSize(input: BundleInput): number {
  const { readyCount, freeSlotCount, meanRunMs, isSuspect, roomMs = BUNDLE_TARGET_MS } = input;
  if (isSuspect) return 1;
  const share = Math.ceil(readyCount / Math.max(1, freeSlotCount));
  const fitting = meanRunMs === undefined ? 1 : Math.floor(roomMs / Math.max(meanRunMs, 0.001));
  return Math.max(1, Math.min(BUNDLE_MAX_JOBS, share, fitting));
}
