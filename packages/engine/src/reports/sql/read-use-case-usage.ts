import { USAGE_NAMES, USAGE_SUMS } from './usage-sums.ts';

/**
 * Usage of one use case ($4, its number) per step, and since the beginning, in one statement: the snapshot sees a fold wholly or not
 * at all, so that folded and fresh rows together are complete and counted once. What lies at or after $3 comes as one row, for
 * the backlog line; `at` null is the row since the beginning. Driven by the time axis, so that the primary key (width, at, use case)
 * is asked once per step and the other use cases' rows are never read. $1 step in ms, $2 first step, $3 end of the last step.
 */
export const readUseCaseUsage = {
  name: 'read-use-case-usage',
  text: `
with recent as materialized (
  select least(at, $3::bigint) as at, ${USAGE_NAMES}, delay_buckets, delay_counts
  from generate_series($2::bigint, now_ms() + $1::integer, $1::integer) as axis(step_at)
  join usage_bucket on width_ms = $1::integer and at = step_at and use_case_no = $4::integer
  union all
  select least(at / $1::integer * $1::integer, $3::bigint), ${USAGE_NAMES}, delay_buckets, delay_counts::bigint[]
  from usage_delta where at >= $2::bigint and use_case_no = $4::integer
),
counts as (select at, ${USAGE_SUMS} from recent group by at),
sketches as (
  select at, array_agg(bucket) as delay_buckets, array_agg(count) as delay_counts
  from (
    select at, bucket, sum(count)::float8 as count
    from recent, unnest(delay_buckets, delay_counts) as delay(bucket, count) where at < $3::bigint group by at, bucket
  ) as merged group by at
),
since_ever as (
  select ${USAGE_NAMES} from use_case_total where use_case_no = $4::integer
  union all
  select ${USAGE_NAMES} from usage_delta where use_case_no = $4::integer
)
select counts.*, delay_buckets, delay_counts from counts left join sketches using (at)
union all
select null, ${USAGE_SUMS}, null, null from since_ever`,
};
