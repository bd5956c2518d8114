import { usageRows } from './usage-rows.ts';

/** Usage of all use cases together; parameters and plan in `usageRows`. */
export const readTierUsage = {
  name: 'read-tier-usage',
  text: usageRows({
    buckets: `usage_bucket where width_ms = $1::integer and at >= $2::bigint`,
    filter: 'true',
  }),
};
