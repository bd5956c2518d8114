/** Data older than this are called old, whatever the connection says. */
const OLD_AFTER_MS = 5_000;

export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'pinned' }
  | { readonly kind: 'old'; readonly ageMs: number }
  | { readonly kind: 'unreachable'; readonly ageMs: number | null };

export interface LiveFacts {
  /** Age of what is on screen, or null while there is nothing. */
  readonly ageMs: number | null;
  readonly connection: 'connecting' | 'open' | 'failed';
  readonly isPaused: boolean;
  /** The reader looks at a fixed stretch of time. */
  readonly isPinned: boolean;
}

/** What the page may say about how fresh it is. */
export function decideLiveState({ ageMs, connection, isPaused, isPinned }: LiveFacts): LiveState {
  if (isPinned) return { kind: 'pinned' };
  if (isPaused) return { kind: 'paused' };
  // A stream that breaks and is back before its figures are old has been no outage.
  if (ageMs !== null && ageMs <= OLD_AFTER_MS) return { kind: 'live' };
  if (connection === 'failed') return { kind: 'unreachable', ageMs };
  return ageMs === null ? { kind: 'connecting' } : { kind: 'old', ageMs };
}

/**
 * The age of a value by the store's clock, without trusting that the two clocks agree: the smallest difference ever seen
 * between them is taken for skew and travel time.
 */
export class AgeGauge {
  #smallestDifferenceMs = Number.POSITIVE_INFINITY;

  observe(asOf: number, receivedAt: number): void {
    this.#smallestDifferenceMs = Math.min(this.#smallestDifferenceMs, receivedAt - asOf);
  }

  ageMs(asOf: number, now: number): number {
    const offset = Number.isFinite(this.#smallestDifferenceMs) ? this.#smallestDifferenceMs : 0;
    return Math.max(0, now - asOf - offset);
  }
}
