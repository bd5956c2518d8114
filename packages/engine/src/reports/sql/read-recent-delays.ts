/**
 * Sketches of the start delays of some use cases ($3, their numbers) in the last minutes; $1 and $2 as in `readRecentUsage`. Merging
 * buckets is what costs, so only those of a page are asked for, or all where nothing else will do.
 */
export const readRecentDelays = {
  name: 'read-recent-delays',
  text: `
with recent as (
  select use_case_no, delay_buckets, delay_counts from usage_bucket
  where width_ms = 10000 and at >= $1::bigint and at < $2::bigint and use_case_no = any($3::integer[])
  union all
  select use_case_no, delay_buckets, delay_counts from usage_bucket
  where width_ms = 60000 and at >= $2::bigint and use_case_no = any($3::integer[])
  union all
  select use_case_no, delay_buckets, delay_counts::bigint[] from usage_delta
  where at >= $1::bigint and use_case_no = any($3::integer[])
)
select use_case_no, array_agg(bucket) as delay_buckets, array_agg(count) as delay_counts
from (
  select use_case_no, bucket, sum(count)::float8 as count
  from recent, unnest(delay_buckets, delay_counts) as delay(bucket, count) group by use_case_no, bucket
) as merged group by use_case_no`,
};
