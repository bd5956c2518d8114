import { IS_NOTE, JOB_COLUMNS, jobPlaces, LEASE_HOLDER, PLACE } from './job-places.ts';

const MEGA_ROW = `union all select ${JOB_COLUMNS} from job where id = $3::uuid and id <> $1::uuid and job_count > $4::integer`;

/**
 * A job wherever it is, with the last that history kept of it; one row, all null where it was never heard of. One
 * statement, so that a job on its way from table to table is seen in one place. $1 its id, $2 use case number, $3 the row
 * of the mega-job that may hold it ($1 where there is none) and $4 its place there.
 */
export const findJob = {
  name: 'find-job',
  text: `
select coalesce(case when j.first_id is not null then j.id end, d.id, x.id, case when j.id is null then h.id end, $1::uuid) as key,
  coalesce(j.first_id, d.first_id, x.first_id, h.first_id) as first_key, u.name as use_case, u.runtime, u.max_attempts, h.outcome,
  h.outcome as last_outcome, ${PLACE} as place,
  coalesce(j.attempt, d.attempt, x.attempt, h.attempt) as attempt,
  coalesce(j.available_at, d.available_at, x.available_at, h.available_at) as available_at,
  coalesce(j.submitted_at, d.submitted_at, x.submitted_at, h.submitted_at) as submitted_at,
  nullif(coalesce(j.concurrency_key, d.concurrency_key, x.concurrency_key), '') as concurrency_key,
  d.due_at, l.expires_at as lease_expires_at, ${LEASE_HOLDER} as lease_holder,
  coalesce(l.leased_at, x.started_at, h.started_at) as started_at,
  coalesce(x.dead_at, h.ended_at) as ended_at, h.cpu_ms,
  coalesce(d.failure_code, x.failure_code, case when not ${IS_NOTE} then h.failure_code end) as failure_code,
  coalesce(d.failure_message, x.failure_message, case when not ${IS_NOTE} then h.failure_message end) as failure_message,
  case when ${IS_NOTE} then h.failure_code end as note_code, h.failure_message as note_message, h.ended_at as note_at
from (select $1::uuid as id) as asked ${jobPlaces('asked.id', MEGA_ROW)}
left join use_case u on u.no = $2::integer`,
};
