import { jobPlaces, LEASE_HOLDER, PLACE } from './job-places.ts';

/**
 * Attempts of a use case that ended, newest first, by job_history_by_use_case; `place` is where the job is now, `last_outcome`
 * the last that history kept of it. $1 use case, $2 and $3 last row seen (instant, key), $4 outcomes, $5 rows.
 */
export const listEndedAttempts = {
  name: 'list-ended-attempts',
  text: `
select e.id as key, e.first_id as first_key, u.name as use_case, u.runtime, u.max_attempts, e.outcome, h.outcome as last_outcome, e.attempt,
  e.available_at, e.submitted_at, null as concurrency_key, d.due_at, l.expires_at as lease_expires_at, ${LEASE_HOLDER} as lease_holder, e.started_at, e.ended_at, e.cpu_ms,
  case when e.outcome <> 'cancelled' then e.failure_code end as failure_code, e.failure_message,
  case when e.outcome = 'cancelled' then e.failure_code end as note_code, e.failure_message as note_message,
  e.ended_at as note_at, ${PLACE} as place
from (
  select * from job_history
  where use_case_no = $1::integer and ended_at <= $2::bigint and (ended_at, id) < ($2::bigint, $3::uuid)
    and outcome = any($4::text[])
  order by ended_at desc, id desc limit $5::integer
) e
join use_case u on u.no = e.use_case_no ${jobPlaces('coalesce(e.first_id, e.id)')}
order by e.ended_at desc, e.id desc`,
};
