/**
 * Brings dead jobs back, as further parts of a `with`. Needs before it `clock(now)` and `candidate`: rows of dead_job, locked,
 * each with `new_id`, its key under the new deadline. A job whose dedupe key another job holds by now stays dead. The rest
 * is in `gone`. First attempt again, due now, with the tolerance that the job always had: its old deadline has long passed
 * and would put it before everybody else's work. The id that it was submitted under stays.
 * @param by placeholder of the text that history keeps: who, and why
 */
export function redriveEffects(by: string): string {
  return `
holder as materialized (
  select h.holder_id from (
    select array_agg(use_case_no order by id) as use_case_nos, array_agg(dedupe_hash order by id) as hashes,
      array_agg(new_id order by id) as ids, array_agg(now order by id) as nows,
      array_agg(null::bigint order by id) as untils, min(now) as now
    from candidate, clock where dedupe_hash is not null having count(*) > 0
  ) k, hold_dedupe_keys(k.use_case_nos, k.hashes, k.ids, k.nows, k.untils, k.now) h
),
gone as (
  delete from dead_job where id = any(array(
    select id from candidate where dedupe_hash is null or new_id in (select holder_id from holder)))
  returning id, first_id, use_case_no, attempt, available_at, submitted_at, payload, concurrency_key
),
ready as (
  insert into job (id, first_id, attempt, available_at, submitted_at, payload, concurrency_key)
  select c.new_id, coalesce(g.first_id, g.id), 1, clock.now, g.submitted_at, g.payload, g.concurrency_key
  from gone g join candidate c on c.id = g.id, clock
),
kept as (
  insert into job_history (id, first_id, use_case_no, attempt, outcome, available_at, submitted_at, ended_at, cpu_ms,
    failure_code, failure_message)
  select id, first_id, use_case_no, attempt, 'redriven', available_at, submitted_at, clock.now, 0, 'REDRIVEN', ${by}
  from gone, clock
),
counted as (
  insert into usage_delta (use_case_no, at, redriven_count)
  select use_case_no, clock.now, count(*) from gone, clock group by use_case_no, clock.now
)`;
}

/** The key of a dead job (`d`) that starts anew at `clock.now`. */
export const REDRIVEN_KEY = 'moved_job_key(d.id, clock.now + greatest(0, job_deadline_at(d.id) - d.available_at))';
