import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { createLoop, type Loop } from './service.ts';

const SYNC_MS = 5_000;

/** The store's time, estimated here: the time that has passed in this process since the last look, so that its own clock may jump. */
export interface StoreClock extends Loop {
  now(): number;
  /** Looks once; throws where the store does not answer. */
  syncOnce(): Promise<void>;
}

/**
 * The store's clock is the truth for due times and leases; statements compare with `now_ms()` themselves, and this
 * estimate (wrong by at most half a round trip) serves what is computed before a statement runs.
 * @param readNow asks the store for its time
 */
export function createStoreClock(readNow: () => Promise<number>, clock: Clock, log: Log): StoreClock {
  let offsetMs = 0;

  const sample = async (): Promise<{ offsetMs: number; roundTripMs: number }> => {
    const before = clock.elapsed();
    const now = await readNow();
    const after = clock.elapsed();
    return { offsetMs: now - (before + after) / 2, roundTripMs: after - before };
  };

  /** The shortest round trip knows best. */
  const syncOnce = async (): Promise<void> => {
    const samples = [await sample(), await sample(), await sample()];
    offsetMs = samples.reduce((best, other) => (other.roundTripMs < best.roundTripMs ? other : best)).offsetMs;
  };

  const loop = createLoop({
    name: 'store-clock',
    clock,
    log,
    runOnce: async () => {
      await syncOnce();
      return { waitMs: SYNC_MS };
    },
  });
  return { ...loop, syncOnce, now: () => Math.round(clock.elapsed() + offsetMs) };
}
