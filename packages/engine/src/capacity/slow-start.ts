/** XFaaS (SOSP 2023, §4.6.3): below this many starts in a window nothing is held back. */
const THRESHOLD = 100;
const GROWTH = 1.2;
export const WINDOW_MS = 60_000;
const SECOND_MS = 1_000;
const SECONDS = WINDOW_MS / SECOND_MS;
/** Windows are cut into pieces to find the fullest minute: a wave begins anywhere in a window. */
const PIECE_MS = 10_000;
const PIECES = WINDOW_MS / PIECE_MS;
/** What a downstream has seen lately is no growth: who comes in waves every few minutes is not held back at each. */
const KEPT_PIECES = 10 * PIECES;

/** Starts of a use case in the window that runs, and in the ten minutes before it. */
export interface SlowStart {
  readonly windowAt: number;
  readonly count: number;
  /** Of the window that runs; infinite where nobody here knows how many started before. */
  readonly limit: number;
  /** Starts in the pieces of the window that runs, as far as they are known. */
  readonly pieces: readonly number[];
  /** In those of the ten minutes before, the latest last. */
  readonly earlier: readonly number[];
}

export function beginSlowStart(now: number): SlowStart {
  return { windowAt: now, count: 0, limit: THRESHOLD, pieces: [], earlier: [] };
}

/** Where nobody here knows how many started in the last window: this one is only counted. @param known what is known all the same */
export function beginUnknown(now: number, known: SlowStart | null = null): SlowStart {
  const earlier = known === null ? [] : [...known.earlier, ...known.pieces].slice(-KEPT_PIECES);
  return { windowAt: now, count: 0, limit: Number.POSITIVE_INFINITY, pieces: [], earlier };
}

/**
 * The same at `now`: windows that have passed are closed. The next may have 1.2 times the fullest minute of the last ten, but no
 * more than 1.2 times what the last might have had (minutes that lie across two windows would let it grow faster).
 * @param isCut what it calls is overloaded: the windows that this held down are not what it grows from, or it would take a
 *   quarter of an hour to come back after the downstream has (the cut gives it its rate back little by little anyway)
 */
export function advanceSlowStart(state: SlowStart, now: number, isCut = false): SlowStart {
  const passed = Math.floor((now - state.windowAt) / WINDOW_MS);
  if (passed <= 0) return state;
  const begun = { windowAt: state.windowAt + passed * WINDOW_MS, count: 0, pieces: [] };
  if (isCut) return { ...begun, limit: state.limit, earlier: state.earlier };
  const { pieces } = state;
  const length = passed * PIECES;
  const closed = Array.from({ length: Math.min(length, KEPT_PIECES + PIECES) }, (_, piece) => pieces[piece] ?? 0);
  const earlier = [...state.earlier, ...closed].slice(-KEPT_PIECES);
  const most = state.limit * GROWTH ** (passed - 1);
  return { ...begun, limit: grow(Math.min(fullestMinute(earlier), most)), earlier };
}

function grow(count: number): number {
  return Math.max(THRESHOLD, Math.floor(count * GROWTH));
}

function fullestMinute(pieces: readonly number[]): number {
  let most = 0;
  let sum = 0;
  for (const [index, count] of pieces.entries()) {
    sum += count - (index >= PIECES ? (pieces[index - PIECES] ?? 0) : 0);
    most = Math.max(most, sum);
  }
  return most;
}

/** What it did with more shards, or with fewer, than it has now; whole jobs, so that nobody has started a part of one. */
export function scaleSlowStart({ windowAt, count, limit, pieces, earlier }: SlowStart, factor: number): SlowStart {
  const scale = (each: number) => Math.ceil(each * factor);
  return {
    windowAt,
    count: scale(count),
    limit: Math.max(THRESHOLD, scale(limit)),
    pieces: pieces.map(scale),
    earlier: earlier.map(scale),
  };
}

/** A grant has ended: of what it let start only the last minutes count, not those before. */
export function forgetEarlier(state: SlowStart): SlowStart {
  const earlier = state.earlier.slice(-PIECES);
  if (state.limit === Number.POSITIVE_INFINITY) return { ...state, earlier };
  return { ...state, earlier, limit: Math.min(state.limit, grow(fullestMinute([...earlier, ...state.pieces]))) };
}

/** How many may start in the window that runs: 1.2 times the most of any minute of the last ten, but at least 100. */
export function slowStartLimit({ limit }: SlowStart): number {
  return limit;
}

export function countStarts(state: SlowStart, count: number, now: number): SlowStart {
  const last = Math.min(PIECES - 1, Math.max(0, Math.floor((now - state.windowAt) / PIECE_MS)));
  const pieces = Array.from(
    { length: Math.max(last + 1, state.pieces.length) },
    (_, piece) => state.pieces[piece] ?? 0,
  );
  pieces[last] = (pieces[last] ?? 0) + count;
  return { ...state, count: state.count + count, pieces };
}

/**
 * How many of them may have started by `now`: a sixtieth more every second, but 100 at once, or all of a minute would start at its
 * beginning. What was not used in a second may be used later in the minute.
 */
export function slowStartReleased({ windowAt, limit }: SlowStart, now: number): number {
  const second = Math.floor(Math.max(0, now - windowAt) / SECOND_MS);
  return Math.min(limit, Math.max(THRESHOLD, Math.floor((limit * (second + 1)) / SECONDS)));
}

/** When one more may start than has; where the window has no more for it, with the next. */
export function slowStartOpensAt({ windowAt, count, limit }: SlowStart): number {
  const second = Math.ceil(((count + 1) * SECONDS) / limit) - 1;
  return windowAt + Math.min(second, SECONDS) * SECOND_MS;
}
