interface ShareOptions<T> {
  readonly read: () => Promise<T>;
  /** A reading serves for this long; where it took longer than a part of this, for as many times longer. */
  readonly freshMs: number;
  readonly now: () => number;
}

/** Of the time no more than a fifth is spent on reading. */
const FRESH_PER_READ = 4;

/** One reading at a time for all who ask; who asks while it is fresh gets the same. A failed one is not kept. */
export function shareReading<T>({ read, freshMs, now }: ShareOptions<T>): () => Promise<T> {
  let shared: Promise<T> | null = null;
  let freshUntil = Number.POSITIVE_INFINITY;
  return () => {
    if (shared !== null && now() < freshUntil) return shared;
    const startedAt = now();
    freshUntil = Number.POSITIVE_INFINITY;
    const reading = read();
    shared = reading;
    reading.then(
      () => {
        freshUntil = now() + Math.max(freshMs, (now() - startedAt) * FRESH_PER_READ);
      },
      () => {
        shared = null;
      },
    );
    return reading;
  };
}
