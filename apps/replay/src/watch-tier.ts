import type { ReplayCounts } from '@leeway/domain/views';
import type { Clock } from './clock.ts';
import { type Counts, subtractReadings, sumCounts } from './counts.ts';

/** What the tier says of this replay, read again and again. */
export interface TierWatch {
  /** The last reading's sum since the replay began; null before the first, or after one that failed. */
  latest(): Counts | null;
  /** Reads now. @throws where the control plane does not answer */
  read(): Promise<Counts>;
  stop(): void;
}

const INTERVAL_MS = 2_000;
/** Reading must not become the load: at most a fifth of the time. */
const REST_FACTOR = 4;

export function watchTier(
  readCounts: () => Promise<readonly ReplayCounts[]>,
  begin: readonly ReplayCounts[],
  clock: Clock,
): TierWatch {
  const stopped = new AbortController();
  let latest: Counts | null = null;

  const read = async () => {
    latest = sumCounts(subtractReadings(await readCounts(), begin).values());
    return latest;
  };

  async function keepReading(): Promise<void> {
    while (!stopped.signal.aborted) {
      const startedAt = clock.now();
      await read().catch(() => {
        latest = null;
      });
      await clock.sleep(Math.max(INTERVAL_MS, REST_FACTOR * (clock.now() - startedAt)), stopped.signal);
    }
  }
  void keepReading();

  return { latest: () => latest, read, stop: () => stopped.abort() };
}
