import { settlementEffects } from './settlement-effects.ts';

/**
 * Ends leases of programs, by their word or by expiry: deletes the leases and their jobs and does what every settlement
 * does, all or nothing. Fenced by token and attempt, and by the store's clock: an expiry ends what has expired, a word
 * only what has not. Where fewer rows go than were asked, it raises LW001 and nothing has happened.
 * Locks the jobs' rows before the leases, in the order of the keys. Plan: nested loops over primary keys; each step takes
 * the rows of the one before along, as the planner, who does not know how many there are, would compare each with each.
 *
 * $1 jobs (ascending), $2 tokens, $3 attempts, $4 whether it is an expiry, $5 outcomes (done, retried, dead), $6 started at,
 * $7 CPU ms, $8 failure codes, $9 failure messages, $10 retry waits in ms, $11 whether history keeps it,
 * $12… usage per use case, as in `settlementEffects`.
 * $27 jobs that end here for good and hold a dedupe key.
 */
export const endForeignLeases = {
  name: 'end-foreign-leases',
  text: `
with clock as materialized (select now_ms() as now),
locked as materialized (
  select a.* from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::boolean[], $5::text[], $6::bigint[], $7::real[],
    $8::text[], $9::text[], $10::bigint[], $11::boolean[])
    as a(id, token, attempt, is_expiry, outcome, started_at, cpu_ms, failure_code, failure_message, retry_wait_ms, is_kept)
  cross join lateral (select from job where id = a.id and attempt = a.attempt for update) j
),
ended as (
  delete from foreign_lease l using locked a, clock
  where l.id = a.id and l.token = a.token and l.attempt = a.attempt and (l.expires_at <= clock.now) = a.is_expiry
    and (select count(*) from locked) >= 0
  returning a.*
),
gone as (
  delete from job j using ended a where j.id = a.id
  returning j.id, j.first_id, j.attempt, j.available_at, j.submitted_at,
    case when a.outcome <> 'done' then j.payload end as payload,
    a.outcome, a.started_at, a.cpu_ms, a.failure_code, a.failure_message, a.retry_wait_ms, a.is_kept,
    j.concurrency_key
),
${settlementEffects(12, { ended: 'gone', freed: 'case when (select count(*) from ended) >= 0 then $27::uuid[] end' })}
select case when count(*) = cardinality($1::uuid[]) then true
  else refuse_settlement(cardinality($1::uuid[]), count(*)) end as is_settled
from gone`,
};
