/**
 * Attempts of a use case that ended, newest first, by job_history_by_use_case; `place` is where the job is now.
 * $1 use case, $2 and $3 last row seen (instant, key), $4 outcomes, $5 rows.
 */
export const listEndedAttempts = {
  name: 'list-ended-attempts',
  text: `
select h.id as key, u.name as use_case, u.runtime, u.max_attempts, h.outcome, h.attempt, h.available_at, h.submitted_at,
  d.due_at, l.expires_at as lease_expires_at, h.started_at, h.ended_at, h.cpu_ms, h.failure_code, h.failure_message,
  case when l.id is not null then 'leased' when j.id is not null then 'waiting' when d.id is not null then 'delayed'
    when x.id is not null then 'dead' end as place
from (
  select * from job_history
  where use_case_no = $1::integer and ended_at <= $2::bigint and (ended_at, id) < ($2::bigint, $3::uuid)
    and outcome = any($4::text[])
  order by ended_at desc, id desc limit $5::integer
) h
join use_case u on u.no = h.use_case_no
left join job j on j.id = h.id
left join foreign_lease l on l.id = j.id
left join delayed_job d on d.id = h.id
left join dead_job x on x.id = h.id
order by h.ended_at desc, h.id desc`,
};
