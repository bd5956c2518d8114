/** XFaaS (SOSP 2023, §4.6.3): below this many starts in a window nothing is held back. */
const THRESHOLD = 100;
const GROWTH = 1.2;
export const WINDOW_MS = 60_000;

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

export function slowStartOpensAt({ windowAt }: SlowStart): number {
  return windowAt + WINDOW_MS;
}
