/** Dead jobs of a use case, newest first, by dead_job_by_use_case. $1 use case, $2 and $3 last row seen (instant, key), $4 rows. */
export const listDeadJobs = {
  name: 'list-dead-jobs',
  text: `
select x.id as key, x.first_id as first_key, u.name as use_case, u.runtime, u.max_attempts, 'dead' as place, 'dead' as outcome,
  'dead' as last_outcome, x.attempt, x.available_at, x.submitted_at, nullif(x.concurrency_key, '') as concurrency_key, null as due_at, null as lease_expires_at, null as lease_holder, x.started_at,
  x.dead_at as ended_at, h.cpu_ms, x.failure_code, x.failure_message, null as note_code, null as note_message,
  null as note_at
from (
  select * from dead_job
  where use_case_no = $1::integer and dead_at <= $2::bigint and (dead_at, id) < ($2::bigint, $3::uuid)
  order by dead_at desc, id desc limit $4::integer
) x
join use_case u on u.no = x.use_case_no
left join lateral (
  select cpu_ms from job_history where id = x.id order by ended_at desc limit 1
) h on true
order by x.dead_at desc, x.id desc`,
};
