import type { Clock } from './clock.ts';
import { type Counts, countEnded } from './counts.ts';

export interface DrainOptions {
  /** Answered with 201. */
  readonly accepted: number;
  readonly limitMs: number;
  readonly read: () => Promise<Counts>;
  readonly clock: Clock;
  readonly onReading: (counts: Counts | null, leftMs: number) => void;
}

const INTERVAL_MS = 500;

/** What has ended of everything that the tier holds or told us it holds. */
function isDrained(accepted: number, counts: Counts): boolean {
  return countEnded(counts) >= Math.max(accepted, counts.submitted);
}

/** Waits until everything accepted is over; false where that took too long. An answer that fails is asked for again. */
export async function drain({ accepted, limitMs, read, clock, onReading }: DrainOptions): Promise<boolean> {
  const startedAt = clock.now();
  for (;;) {
    const counts = await read().catch(() => null);
    const leftMs = limitMs - (clock.now() - startedAt);
    onReading(counts, leftMs);
    if (counts !== null && isDrained(accepted, counts)) return true;
    if (leftMs <= 0) return false;
    await clock.sleep(Math.min(INTERVAL_MS, leftMs));
  }
}
