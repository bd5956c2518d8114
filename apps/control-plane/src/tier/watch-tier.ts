import type { TierOverview } from '@leeway/domain/views';
import { readTierOverview } from '@leeway/engine/reports/read-tier-overview';
import type { Call } from '../api/context.ts';
import type { TierQuery } from './overview-tier.ts';

/** The overview at once, then as it changes. */
export function watchTier({ services }: Call, query: TierQuery, signal?: AbortSignal): AsyncGenerator<TierOverview> {
  return services.polls.watch({
    key: `tier ${query.rangeMs} ${query.toAt ?? 'now'}`,
    read: () => readTierOverview(services.pool, query),
    signal,
  });
}
