/**
 * Use cases that wait now, as the engines say that spoke within the last 5 s: of each the engine whose job waits longest, and
 * of its readings only the closed gate's (without the concurrency keys that it names). `told_count`: of how many the engine tells that tells most. A few hundred rows.
 */
export const readWaiting = {
  name: 'read-waiting',
  text: `
with fresh as (
  select use_case_no, gate, readings, head_available_at,
    count(*) over (partition by use_case_no)::integer as engine_count, count(*) over (partition by engine_id)::integer as told_count
  from wait_state where seen_at > now_ms() - 5000
),
longest as (
  select distinct on (use_case_no) *, max(told_count) over () as most_told_count
  from fresh order by use_case_no, head_available_at nulls last
)
select u.name, t.name as team, u.criticality, u.delay_tolerance_ms, w.gate, w.head_available_at, w.engine_count,
  w.most_told_count as told_count,
  (select said - 'keys' from jsonb_array_elements(w.readings) as said where said->>'gate' = w.gate limit 1) as reading
from longest w join use_case u on u.no = w.use_case_no join team t on t.id = u.team_id
order by w.head_available_at nulls last, u.name`,
};
