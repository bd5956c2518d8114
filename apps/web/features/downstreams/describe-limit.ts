import type { DownstreamLive } from '@leeway/domain/capacity-views';
import { formatRate } from '#lib/format/number.ts';

type Limited = Pick<DownstreamLive, 'limitPerSecond' | 'engineCount' | 'limitedCount'>;

/** The limit that holds for the whole tier: each engine keeps its own. */
export function describeLimit(live: Limited | null): string {
  if (live === null) return 'unknown';
  const { limitPerSecond, engineCount, limitedCount } = live;
  if (limitPerSecond === null) return 'no limit';
  if (engineCount === 1) return formatRate(limitPerSecond);
  if (limitedCount === engineCount) return `${formatRate(limitPerSecond)}, ${engineCount} engines together`;
  return `about ${formatRate(limitPerSecond)}: ${limitedCount} of ${engineCount} engines limit it`;
}
