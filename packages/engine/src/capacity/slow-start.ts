/** XFaaS (SOSP 2023, §4.6.3): below this many starts in a window nothing is held back. */
const THRESHOLD = 100;
const GROWTH = 1.2;
export const WINDOW_MS = 60_000;
const PIECE_MS = 1_000;
const PIECES = WINDOW_MS / PIECE_MS;

/** Starts of a use case in the window that runs, and in the one before. */
export interface SlowStart {
  readonly windowAt: number;
  readonly count: number;
  readonly lastCount: number;
}

export function beginSlowStart(now: number): SlowStart {
  return { windowAt: now, count: 0, lastCount: 0 };
}

/** Where nobody here knows how many started in the last window: this one is only counted. */
export function beginUnknown(now: number): SlowStart {
  return { windowAt: now, count: 0, lastCount: Number.POSITIVE_INFINITY };
}

/**
 * The same at `now`: windows that have passed are closed.
 * @param isCut what it calls is overloaded: the windows that this held down are not what it grows from, or it would take a
 *   quarter of an hour to come back after the downstream has (the cut gives it its rate back little by little anyway)
 */
export function advanceSlowStart(state: SlowStart, now: number, isCut = false): SlowStart {
  const passed = Math.floor((now - state.windowAt) / WINDOW_MS);
  if (passed <= 0) return state;
  const windowAt = state.windowAt + passed * WINDOW_MS;
  const lastCount = passed === 1 ? state.count : 0;
  return { windowAt, count: 0, lastCount: isCut ? Math.max(lastCount, state.lastCount) : lastCount };
}

/** How many may start in the window that runs: 1.2 times what started in the last, but at least 100. */
export function slowStartLimit({ lastCount }: SlowStart): number {
  return Math.max(THRESHOLD, Math.floor(lastCount * GROWTH));
}

export function countStarts(state: SlowStart, count: number): SlowStart {
  return { ...state, count: state.count + count };
}

/**
 * How many of them may have started by `now`: a sixtieth more every second, but 100 at once, or all of a minute would start at its
 * beginning. What was not used in a second may be used later in the minute.
 */
export function slowStartReleased(state: SlowStart, now: number): number {
  const piece = Math.floor(Math.max(0, now - state.windowAt) / PIECE_MS);
  return Math.min(slowStartLimit(state), Math.max(THRESHOLD, releasedWith(state, piece)));
}

function releasedWith(state: SlowStart, piece: number): number {
  return Math.floor((slowStartLimit(state) * (piece + 1)) / PIECES);
}

/** When one more may start than has; where the window has no more for it, with the next. */
export function slowStartOpensAt(state: SlowStart): number {
  const { windowAt, count } = state;
  const piece = Math.ceil(((count + 1) * PIECES) / slowStartLimit(state)) - 1;
  return windowAt + Math.min(piece, PIECES) * PIECE_MS;
}
