import type { FireTimes } from '@leeway/domain/fire-times';
import { LIMITS } from '@leeway/domain/limits';
import type { MissedRuns } from '@leeway/domain/schedule';
import { SECOND_MS } from '@leeway/domain/units';

/** Found later than this, an instant counts as missed; a restart or a take-over takes less. */
export const MISSED_AFTER_MS = 15 * SECOND_MS;
/** More instants than this are not counted. */
export const MOST_COUNTED = LIMITS.missedRuns + 1;

export interface Fire {
  readonly fireAt: number;
  /** False: missed, and not made up for. */
  readonly hasJob: boolean;
  /** How many instants it stands for; `MOST_COUNTED` means at least so many. */
  readonly instantCount: number;
}

export interface FirePlan {
  /** In the order of their instants. */
  readonly fires: readonly Fire[];
  /** Null where nothing follows. */
  readonly nextFireAt: number | null;
}

export interface DueSchedule {
  readonly times: FireTimes;
  readonly nextFireAt: number;
  readonly missedRuns: MissedRuns;
}

/** What is fired of a schedule now, up to a little ahead (`untilAt`), and which instant comes after it. */
export function planFires(schedule: DueSchedule, { now, untilAt }: { now: number; untilAt: number }): FirePlan {
  const { times, nextFireAt } = schedule;
  const missedBefore = now - MISSED_AFTER_MS;
  const fires: Fire[] = nextFireAt < missedBefore ? planMissed(schedule, missedBefore) : [];
  let at = nextFireAt < missedBefore ? times.next(missedBefore - 1) : nextFireAt;
  for (; at !== null && at <= untilAt; at = times.next(at)) fires.push({ fireAt: at, hasJob: true, instantCount: 1 });
  return { fires, nextFireAt: at };
}

function planMissed({ times, nextFireAt, missedRuns }: DueSchedule, before: number): Fire[] {
  const first = listForward(times, nextFireAt, before);
  const isCounted = first.length < MOST_COUNTED;
  const madeUpCount = missedRuns === 'runAll' ? LIMITS.missedRuns : 1;
  const last = isCounted
    ? first.slice(-madeUpCount)
    : listLast(times, { from: nextFireAt, before, count: madeUpCount });
  const lastAt = last.at(-1) ?? nextFireAt;
  if (missedRuns !== 'runAll')
    return [{ fireAt: lastAt, hasJob: missedRuns === 'runOnce', instantCount: first.length }];
  const madeUp = last.map((fireAt): Fire => ({ fireAt, hasJob: true, instantCount: 1 }));
  return isCounted ? madeUp : [{ fireAt: nextFireAt, hasJob: false, instantCount: MOST_COUNTED }, ...madeUp];
}

/** The first instants in [from, before), `from` being one of them; at most `MOST_COUNTED`. */
function listForward(times: FireTimes, from: number, before: number): number[] {
  return [from, ...listBetween(times, { after: from, before, most: MOST_COUNTED - 1 })];
}

interface Past {
  readonly from: number;
  readonly before: number;
  readonly count: number;
}

/** The last `count` instants in [from, before), of which there are as many, without listing all: looks back further and further. */
function listLast(times: FireTimes, past: Past): number[] {
  const { from, before, count } = past;
  for (let backMs = count * SECOND_MS; ; backMs *= 2) {
    const after = Math.max(from - 1, before - backMs);
    const found = listBetween(times, { after, before, most: 4 * count });
    if (found.length === 4 * count) return listCrowded(times, { ...past, from: after });
    if (found.length >= count || after < from) return found.slice(-count);
  }
}

/** The same where they crowd towards the end: halves the span until no earlier beginning is left. */
function listCrowded(times: FireTimes, { from, before, count }: Past): number[] {
  let [low, high] = [from, before];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (listBetween(times, { after: middle, before, most: count }).length === count) low = middle;
    else high = middle;
  }
  return listBetween(times, { after: low, before, most: count });
}

function listBetween(
  times: FireTimes,
  { after, before, most }: { after: number; before: number; most: number },
): number[] {
  const found: number[] = [];
  for (let at = times.next(after); at !== null && at < before && found.length < most; at = times.next(at))
    found.push(at);
  return found;
}
