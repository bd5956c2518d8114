/**
 * Per use case: usage of the last minutes, the trend of what was done, and totals since the beginning; one snapshot, as in
 * `usageRows`. $1 start of the last minutes (a 10-second step), $2 start of the trend (a 60-second step).
 */
export const readRecentUsage = {
  name: 'read-recent-usage',
  text: `
with recent as materialized (
  select use_case_no, submitted_count, done_count, failed_count, late_count, delay_buckets, delay_counts
  from usage_bucket where width_ms = 10000 and at >= $1::bigint
  union all
  select use_case_no, submitted_count, done_count, failed_count, late_count, delay_buckets, delay_counts::bigint[]
  from usage_delta where at >= $1::bigint
),
counts as (
  select use_case_no, sum(submitted_count)::float8 as submitted_count, sum(done_count)::float8 as done_count,
    sum(failed_count)::float8 as failed_count, sum(late_count)::float8 as late_count
  from recent group by use_case_no
),
sketches as (
  select use_case_no, array_agg(bucket) as delay_buckets, array_agg(count) as delay_counts
  from (
    select use_case_no, bucket, sum(count)::float8 as count
    from recent, unnest(delay_buckets, delay_counts) as delay(bucket, count) group by use_case_no, bucket
  ) as merged group by use_case_no
),
steps as (
  select use_case_no, at, sum(done_count)::float8 as done_count
  from (
    select use_case_no, at, done_count from usage_bucket where width_ms = 60000 and at >= $2::bigint
    union all
    select use_case_no, at / 60000 * 60000, done_count from usage_delta where at >= $2::bigint
  ) as step group by use_case_no, at
),
trends as (
  select use_case_no, array_agg(at) as trend_at, array_agg(done_count) as trend_done from steps group by use_case_no
),
since_ever as (
  select use_case_no, sum(submitted_count)::float8 as submitted_ever, sum(done_count)::float8 as done_ever,
    sum(dead_count)::float8 as dead_ever, sum(cancelled_count)::float8 as cancelled_ever,
    sum(redriven_count)::float8 as redriven_ever, sum(delayed_in_count)::float8 as delayed_in_ever,
    sum(delayed_out_count)::float8 as delayed_out_ever
  from (
    select use_case_no, submitted_count, done_count, dead_count, cancelled_count, redriven_count, delayed_in_count,
      delayed_out_count
    from use_case_total
    union all
    select use_case_no, submitted_count, done_count, dead_count, cancelled_count, redriven_count, delayed_in_count,
      delayed_out_count
    from usage_delta
  ) as part group by use_case_no
)
select u.name, t.name as team, u.runtime, u.handler, u.criticality, u.delay_tolerance_ms, u.is_paused, c.submitted_count, c.done_count,
  c.failed_count, c.late_count, s.delay_buckets, s.delay_counts, r.trend_at, r.trend_done, e.submitted_ever, e.done_ever,
  e.dead_ever, e.cancelled_ever, e.redriven_ever, e.delayed_in_ever, e.delayed_out_ever
from use_case u join team t on t.id = u.team_id
left join counts c on c.use_case_no = u.no
left join sketches s on s.use_case_no = u.no
left join trends r on r.use_case_no = u.no
left join since_ever e on e.use_case_no = u.no
order by u.name`,
};
