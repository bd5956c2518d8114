import type { DownstreamView } from '@leeway/domain/capacity-views';

export type DownstreamState = 'unknown' | 'cut' | 'signals' | 'healthy';

/** How a downstream fares, as far as engines say. */
export function decideDownstreamState({ live }: Pick<DownstreamView, 'live'>): DownstreamState {
  if (live === null) return 'unknown';
  if (live.cutAt !== null) return 'cut';
  return live.signalCount > 0 ? 'signals' : 'healthy';
}
