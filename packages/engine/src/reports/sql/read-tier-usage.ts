import { USAGE_NAMES, USAGE_SUMS } from './usage-sums.ts';

/**
 * Usage of all use cases together: rows and parameters as of `readUseCaseUsage`. A row per step however many use cases work, at most 1,440;
 * only what was folded before tier_bucket was there is still summed up over use cases. What is not folded is added up once for
 * the steps and since the beginning: it may be hundreds of thousands of rows.
 */
export const readTierUsage = {
  name: 'read-tier-usage',
  text: `
with fresh as materialized (
  select case when at >= $2::bigint then least(at / $1::integer * $1::integer, $3::bigint) end as at, ${USAGE_SUMS} from usage_delta group by 1
),
folded as materialized (
  select least(at, $3::bigint) as at, ${USAGE_NAMES}, delay_buckets, delay_counts from tier_bucket
  where width_ms = $1::integer and at >= greatest($2::bigint, (select from_at from tier_mark))
  union all
  select least(at, $3::bigint), ${USAGE_NAMES}, delay_buckets, delay_counts from usage_bucket
  where width_ms = $1::integer and at >= $2::bigint and at < (select from_at from tier_mark)
),
counts as (
  select at, ${USAGE_SUMS} from (select at, ${USAGE_NAMES} from folded union all select at, ${USAGE_NAMES} from fresh where at is not null) as parts
  group by at
),
sketches as (
  select at, array_agg(bucket) as delay_buckets, array_agg(count) as delay_counts
  from (
    select at, bucket, sum(count)::float8 as count
    from (
      select at, bucket, count from folded cross join lateral unnest(delay_buckets, delay_counts) as delay (bucket, count)
      where at < $3::bigint
      union all
      select at / $1::integer * $1::integer, bucket, sum(count)
      from usage_delta cross join lateral unnest(delay_buckets, delay_counts) as delay (bucket, count)
      where at >= $2::bigint and at < $3::bigint group by 1, 2
    ) as parts group by at, bucket
  ) as merged group by at
)
select counts.*, delay_buckets, delay_counts from counts left join sketches using (at)
union all
select null, ${USAGE_SUMS}, null, null from (select ${USAGE_NAMES} from use_case_total union all select ${USAGE_NAMES} from fresh) as since_ever`,
};
