import { usageRows } from './usage-rows.ts';

/**
 * Usage of one use case ($4, its number); other parameters in `usageRows`. Driven by the time axis, so that the primary
 * key (width, at, use case) is asked once per step and the other use cases' rows are never read.
 */
export const readUseCaseUsage = {
  name: 'read-use-case-usage',
  text: usageRows({
    buckets: `generate_series($2::bigint, now_ms() + $1::integer, $1::integer) as axis(step_at)
    join usage_bucket on width_ms = $1::integer and at = step_at and use_case_no = $4::integer`,
    filter: 'use_case_no = $4::integer',
  }),
};
