/**
 * What the rules judge, per use case that had something to do: the last ten minutes of usage ($1 their start, a 10-second step), the
 * last five whole minutes of sharing ($2 their first, $3 behind their last), what waits, and what engines said within the last 5 s of
 * what waits and runs. One snapshot.
 */
export const readAlertFacts = {
  name: 'read-alert-facts',
  text: `
with recent as (
  select use_case_no, sum(submitted_count)::float8 as submitted_count, sum(done_count)::float8 as done_count,
    sum(dead_count)::float8 as dead_count, sum(late_count)::float8 as late_count,
    sum(submitted_count + redriven_count + delayed_out_count - delayed_in_count)::float8 as arrived_count
  from (
    select use_case_no, submitted_count, done_count, dead_count, late_count, redriven_count, delayed_in_count, delayed_out_count
    from usage_bucket where width_ms = 10000 and at >= $1::bigint
    union all
    select use_case_no, submitted_count, done_count, dead_count, late_count, redriven_count, delayed_in_count, delayed_out_count
    from usage_delta where at >= $1::bigint
  ) as part group by use_case_no
),
sharing as (
  select use_case_no, sum(entitled_ms) as entitled_ms, sum(received_ms) as received_ms, sum(backlogged_ms) as backlogged_ms,
    sum(coalesce((gate_ms->>'cpuQuota')::float8, 0)) as quota_ms
  from sharing_minute where minute_at >= $2::bigint and minute_at < $3::bigint group by use_case_no
),
since_ever as (
  select use_case_no, sum(submitted_count + redriven_count + delayed_out_count - done_count - dead_count - cancelled_count - delayed_in_count)::float8 as waiting_count
  from (
    select use_case_no, submitted_count, redriven_count, delayed_out_count, done_count, dead_count, cancelled_count, delayed_in_count
    from use_case_total
    union all
    select use_case_no, submitted_count, redriven_count, delayed_out_count, done_count, dead_count, cancelled_count, delayed_in_count
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
select u.no, u.name, u.delay_tolerance_ms,
  u.is_paused or exists (
    select from incident_mode where ended_at is null and ends_at > now() and
      array_position(array['critical', 'high', 'normal', 'low'], u.criticality)
        > array_position(array['critical', 'high', 'normal', 'low'], criticality_floor)
  ) as is_kept_back,
  coalesce(r.submitted_count, 0) as submitted_count,
  coalesce(r.done_count, 0) as done_count, coalesce(r.dead_count, 0) as dead_count, coalesce(r.late_count, 0) as late_count,
  coalesce(s.entitled_ms, 0) as entitled_ms, coalesce(s.received_ms, 0) as received_ms,
  coalesce(s.backlogged_ms, 0) as backlogged_ms, coalesce(s.quota_ms, 0) as quota_ms, coalesce(e.waiting_count, 0) as waiting_count,
  coalesce(r.arrived_count, 0) as arrived_count, h.head_waited_ms, b.name is not null or l.use_case_no is not null as is_running
from use_case u
left join recent r on r.use_case_no = u.no
left join sharing s on s.use_case_no = u.no
left join since_ever e on e.use_case_no = u.no
left join heads h on h.use_case_no = u.no
left join busy_slots b on b.name = u.name
left join leased l on l.use_case_no = u.no
where r.use_case_no is not null or s.use_case_no is not null or e.waiting_count > 0`,
};
