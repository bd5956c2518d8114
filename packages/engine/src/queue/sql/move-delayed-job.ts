/**
 * Gives a delayed job another deadline, and with it another key; when it is due stays. $1 its public id, $2 the deadline,
 * $3 who and why. Returns its new key if it was there.
 */
export const moveDelayedJob = {
  name: 'move-delayed-job',
  text: `
with clock as materialized (select now_ms() as now),
gone as (
  delete from delayed_job where id = any(array(
    select id from delayed_job where id = $1::uuid union all select id from delayed_job where first_id = $1::uuid))
    and moved_job_key(id, $2::bigint) <> id
  returning *
),
rekeyed as (
  update job_dedupe d set job_id = moved_job_key(g.id, $2::bigint) from gone g where d.job_id = g.id and d.held_until is null
),
back as (
  insert into delayed_job (id, first_id, shard, due_at, attempt, available_at, submitted_at, payload, failure_code,
    failure_message, concurrency_key)
  select moved_job_key(id, $2::bigint), coalesce(first_id, id), shard, due_at, attempt, available_at, submitted_at, payload,
    failure_code, failure_message, concurrency_key
  from gone
),
kept as (
  insert into job_history (id, first_id, use_case_no, attempt, outcome, available_at, submitted_at, ended_at, cpu_ms,
    failure_code, failure_message)
  select id, first_id, job_use_case_no(id), attempt, 'moved', available_at, submitted_at, clock.now, 0, 'MOVED', $3::text
  from gone, clock
)
select moved_job_key(id, $2::bigint) as key from gone`,
};
