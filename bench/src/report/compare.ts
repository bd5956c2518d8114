import type { SystemName } from '../words.ts';
import type { Result } from './result.ts';

export interface Comparison {
  /** How many times better than the best peer; below 1 it is worse. */
  readonly timesBestPeer: number;
  readonly bestPeer: SystemName;
  /** Share of what plain statements reach; null where there is no such limit. */
  readonly shareOfRaw: number | null;
}

const NO_PEER: readonly SystemName[] = ['leeway', 'leeway-rows', 'leeway-http', 'raw'];

function isDelay({ unit }: Pick<Result, 'unit'>): boolean {
  return unit === 'ms';
}

/** One result of Leeway beside those of the others in the same case; null where no peer has any. */
export function compare(ours: Result, results: readonly Result[]): Comparison | null {
  const same = results.filter((one) => one.case === ours.case && one.metric === ours.metric);
  const peers = same.filter((one) => !NO_PEER.includes(one.system));
  const better = (a: Result, b: Result) => (isDelay(ours) ? a.value - b.value : b.value - a.value);
  const best = peers.sort(better)[0];
  if (best === undefined) return null;
  const limit = same.find((one) => one.system === 'raw');
  return {
    timesBestPeer: timesBetter(ours, best),
    bestPeer: best.system,
    shareOfRaw: limit === undefined ? null : ours.value / limit.value,
  };
}

/** How many times better one result is than another of the same case. */
export function timesBetter(ours: Result, theirs: Result): number {
  return isDelay(ours) ? theirs.value / ours.value : ours.value / theirs.value;
}
