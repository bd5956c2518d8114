/**
 * Usage since a step's beginning of the use cases named, folded and fresh in one snapshot. $1 names, $2 step in ms
 * (10 000 or 60 000), $3 the step's beginning.
 */
export const readReplayCounts = {
  name: 'read-replay-counts',
  text: `
with wanted as materialized (select no, name from use_case where name = any($1::text[])),
recent as materialized (
  select use_case_no, submitted_count, done_count, failed_count, dead_count - redriven_count as dead_count,
    cancelled_count, late_count, cpu_ms, delay_buckets,
    delay_counts
  from usage_bucket where width_ms = $2::integer and at >= $3::bigint and use_case_no in (select no from wanted)
  union all
  select use_case_no, submitted_count, done_count, failed_count, dead_count - redriven_count as dead_count,
    cancelled_count, late_count, cpu_ms, delay_buckets,
    delay_counts::bigint[]
  from usage_delta where at >= $3::bigint and use_case_no in (select no from wanted)
),
counts as (
  select use_case_no, sum(submitted_count)::float8 as submitted_count, sum(done_count)::float8 as done_count,
    sum(failed_count)::float8 as failed_count, sum(dead_count)::float8 as dead_count,
    sum(cancelled_count)::float8 as cancelled_count,
    sum(late_count)::float8 as late_count, sum(cpu_ms) as cpu_ms
  from recent group by use_case_no
),
sketches as (
  select use_case_no, array_agg(bucket order by bucket) as delay_buckets, array_agg(count order by bucket) as delay_counts
  from (
    select use_case_no, bucket, sum(count)::float8 as count
    from recent, unnest(delay_buckets, delay_counts) as delay(bucket, count) group by use_case_no, bucket
  ) as merged group by use_case_no
)
select w.name, c.submitted_count, c.done_count, c.failed_count, c.dead_count, c.cancelled_count, c.late_count, c.cpu_ms, s.delay_buckets,
  s.delay_counts
from wanted w left join counts c on c.use_case_no = w.no left join sketches s on s.use_case_no = w.no
order by w.name`,
};
