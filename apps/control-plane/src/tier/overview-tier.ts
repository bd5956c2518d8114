import type { TierOverview } from '@leeway/domain/views';
import { readTierOverview } from '@leeway/engine/reports/read-tier-overview';
import { z } from 'zod';
import { chartFields } from '../api/chart-query.ts';
import type { Call } from '../api/context.ts';

export const TierQuery = z.strictObject(chartFields);
export type TierQuery = z.infer<typeof TierQuery>;

export function overviewTier({ services }: Call, query: TierQuery): Promise<TierOverview> {
  return readTierOverview(services.pool, query);
}
