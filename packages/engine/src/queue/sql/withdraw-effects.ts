import { freeDedupeKeys } from './free-dedupe-keys.ts';

/**
 * Takes rows of the ready queue apart for good, as further parts of a `with`. Needs before it `clock(now)`, `asked(id,
 * attempt, job_count)`, the rows, and `ended`: what becomes of the jobs in them, with row_id, id, first_id, new_id, attempt,
 * outcome (cancelled, returned, moved), available_at, submitted_at, payload (null where it is cancelled), why.
 * `gone` is then the rows that were there: of those that were not, nothing is written. A foreign lease goes with its job:
 * whoever holds it is refused when it comes back. Locks jobs before leases before dedupe keys, as everything does.
 * @param condition what must hold beside the row being as asked
 * @param marked rows whose jobs hold a dedupe key and are cancelled: placeholder of a uuid[]
 */
export function withdrawEffects(condition: string, marked: string): string {
  return `
gone as (
  delete from job j using asked a
  where j.id = a.id and j.attempt = a.attempt and j.job_count = a.job_count and ${condition}
  returning j.id, j.concurrency_key
),
lent as (
  delete from foreign_lease l using gone g where l.id = g.id
),
${freeDedupeKeys(`select array_agg(id) from gone where id = any(${marked}::uuid[])`)},
leaving as materialized (
  select e.*, g.concurrency_key from ended e join gone g on g.id = e.row_id
),
rekeyed as (
  update job_dedupe d set job_id = e.new_id from leaving e
  where e.outcome = 'moved' and d.job_id = e.id and d.held_until is null
),
back as (
  insert into job (id, first_id, attempt, available_at, submitted_at, payload, concurrency_key)
  select coalesce(new_id, id), case when new_id is null then first_id else coalesce(first_id, id) end, attempt, available_at,
    submitted_at, payload, concurrency_key
  from leaving where outcome in ('returned', 'moved')
),
kept as (
  insert into job_history (id, first_id, use_case_no, attempt, outcome, available_at, submitted_at, ended_at, cpu_ms,
    failure_code, failure_message)
  select id, first_id, job_use_case_no(id), attempt, outcome, available_at, submitted_at, clock.now, 0, upper(outcome), why
  from leaving, clock where outcome in ('cancelled', 'moved')
),
counted as (
  insert into usage_delta (use_case_no, at, cancelled_count)
  select job_use_case_no(id), min(clock.now), count(*) from leaving, clock where outcome = 'cancelled' group by 1
)`;
}
