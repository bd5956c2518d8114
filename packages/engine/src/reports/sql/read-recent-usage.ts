/**
 * Per use case: usage of the last minutes, totals since the beginning, and what engines said within the last 5 s of what waits and
 * runs; one snapshot, as in `readUseCaseUsage`. $1 start of the last minutes (a 10-second step), $2 the first whole minute in them: from
 * there on minutes are read, which are fewer rows.
 */
export const readRecentUsage = {
  name: 'read-recent-usage',
  text: `
with recent as (
  select use_case_no, submitted_count, done_count, failed_count, late_count, redriven_count, delayed_in_count, delayed_out_count
  from usage_bucket where width_ms = 10000 and at >= $1::bigint and at < $2::bigint
  union all
  select use_case_no, submitted_count, done_count, failed_count, late_count, redriven_count, delayed_in_count, delayed_out_count
  from usage_bucket where width_ms = 60000 and at >= $2::bigint
  union all
  select use_case_no, submitted_count, done_count, failed_count, late_count, redriven_count, delayed_in_count, delayed_out_count
  from usage_delta where at >= $1::bigint
),
counts as (
  select use_case_no, sum(submitted_count)::float8 as submitted_count, sum(done_count)::float8 as done_count,
    sum(failed_count)::float8 as failed_count, sum(late_count)::float8 as late_count,
    sum(submitted_count + redriven_count + delayed_out_count - delayed_in_count)::float8 as arrived_count
  from recent group by use_case_no
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
),
heads as (
  select use_case_no, now_ms() - min(head_available_at) as head_waited_ms from wait_state where seen_at > now_ms() - 5000
  group by use_case_no
),
busy_slots as materialized (
  select distinct slot->>'useCase' as name from engine_beat, jsonb_array_elements(status->'slots') as slot
  where beat_at > now_ms() - 5000 and jsonb_typeof(status->'slots') = 'array'
),
leased as materialized (select distinct job_use_case_no(id) as use_case_no from foreign_lease where expires_at > now_ms())
select u.no, u.name, t.name as team, u.runtime, u.handler, u.criticality, u.delay_tolerance_ms, u.is_paused, c.submitted_count,
  c.done_count, c.failed_count, c.late_count, c.arrived_count, e.submitted_ever, e.done_ever, e.dead_ever, e.cancelled_ever,
  e.redriven_ever, e.delayed_in_ever, e.delayed_out_ever, h.head_waited_ms,
  b.name is not null or l.use_case_no is not null as is_running
from use_case u join team t on t.id = u.team_id
left join counts c on c.use_case_no = u.no
left join since_ever e on e.use_case_no = u.no
left join heads h on h.use_case_no = u.no
left join busy_slots b on b.name = u.name
left join leased l on l.use_case_no = u.no
order by u.name`,
};
