/**
 * A job wherever it is, with its last attempt that history keeps; one row, all null where it was never heard of. One
 * statement, so that a job on its way from table to table is seen in one place. $1 key, $2 use case number, $3 the row of
 * the mega-job that may hold it ($1 where there is none) and $4 its place there.
 */
export const findJob = {
  name: 'find-job',
  text: `
select $1::uuid as key, u.name as use_case, u.runtime, u.max_attempts, h.outcome,
  case when l.id is not null then 'leased' when j.id is not null then 'waiting' when d.id is not null then 'delayed'
    when x.id is not null then 'dead' end as place,
  coalesce(j.attempt, d.attempt, x.attempt, h.attempt) as attempt,
  coalesce(j.available_at, d.available_at, x.available_at, h.available_at) as available_at,
  coalesce(j.submitted_at, d.submitted_at, x.submitted_at, h.submitted_at) as submitted_at,
  d.due_at, l.expires_at as lease_expires_at, coalesce(l.leased_at, x.started_at, h.started_at) as started_at,
  coalesce(x.dead_at, h.ended_at) as ended_at, h.cpu_ms,
  coalesce(d.failure_code, x.failure_code, h.failure_code) as failure_code,
  coalesce(d.failure_message, x.failure_message, h.failure_message) as failure_message
from (select $1::uuid as id) as asked
left join lateral (
  select * from job where id in ($1::uuid, $3::uuid) and job_count > case id when $1::uuid then 0 else $4::integer end
  order by id desc limit 1
) j on true
left join foreign_lease l on l.id = j.id and l.attempt = j.attempt
left join delayed_job d on d.id = asked.id
left join dead_job x on x.id = asked.id
left join lateral (
  select * from job_history where id = $1::uuid order by attempt desc, ended_at desc limit 1
) h on true
left join use_case u on u.no = $2::integer`,
};
