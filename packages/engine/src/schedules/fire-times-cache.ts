import { createFireTimes, type FireTimes } from '@leeway/domain/fire-times';

/** Reading an expression takes ten times as long as finding its next instant (0.4 ms against 0.04), and many schedules share one. */
const MOST_KEPT = 10_000;

export type FireTimesCache = (cron: string, timeZone: string) => FireTimes;

/** `createFireTimes`, which throws where an expression or a zone cannot be used, once for each pair. */
export function createFireTimesCache(): FireTimesCache {
  const known = new Map<string, FireTimes>();
  return (cron, timeZone) => {
    const key = `${timeZone} ${cron}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = createFireTimes(cron, timeZone);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, made);
    return made;
  };
}
