/**
 * Group commit of submissions: due jobs to the ready queue, the rest to the delay service, and their counts, in one
 * statement. Whether a job is due is decided here, on the store's clock. Plan: function scan, two appends.
 * $1 ids, $2 use case numbers, $3 earliest starts, $4 payloads, $5 whether the earliest start may lie ahead, $6 how many
 * jobs the row holds (a mega-job is never ahead), $7 concurrency keys (empty where none has one).
 * Returns the store's time, and the jobs that were thought to lie ahead and were due after all.
 */
export const insertJobs = {
  name: 'insert-jobs',
  text: `
with clock as materialized (select now_ms() as now),
incoming as materialized (
  select i.*, case when i.may_be_ahead then i.asked_at else least(i.asked_at, clock.now) end as available_at,
    i.may_be_ahead and i.asked_at > clock.now as is_ahead, clock.now
  from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::text[], $5::boolean[], $6::smallint[],
    $7::text[])
    as i(id, use_case_no, asked_at, payload, may_be_ahead, job_count, concurrency_key), clock
),
ready as (
  insert into job (id, attempt, available_at, submitted_at, job_count, payload, concurrency_key)
  select id, 1, available_at, now, job_count, payload, concurrency_key from incoming where not is_ahead
),
delayed as (
  insert into delayed_job (id, shard, due_at, attempt, available_at, submitted_at, payload, concurrency_key)
  select id, job_shard(id), available_at, 1, available_at, now, payload, concurrency_key from incoming where is_ahead
),
counted as (
  insert into usage_delta (use_case_no, at, submitted_count, delayed_in_count)
  select use_case_no, min(now), sum(job_count), count(*) filter (where is_ahead) from incoming group by use_case_no
)
select clock.now, array(select id from incoming where may_be_ahead and not is_ahead) as due_keys from clock`,
};
