/**
 * Ends leases: deletes the jobs, moves retries to the delay service and the dead to dead_job, keeps history and records
 * usage, all or nothing. Fenced: each job by its attempt, each shard by owner and epoch (locked against a take-over until
 * this commits). Where fewer rows go than were asked, it raises LW001 and nothing has happened.
 * Plan: nested loop over the primary key, one delete per job.
 *
 * $1 owner, $2 shards, $3 epochs, $4 ids, $5 attempts, $6 outcomes (done, retried, dead), $7 started at, $8 ended at,
 * $9 CPU ms, $10 failure codes, $11 failure messages, $12 retry waits in ms, $13 whether history keeps it,
 * $14… usage per use case: number, done, failed, dead, late, lost leases, retried, CPU ms, run ms, memory MiB s, and the two sketches as
 * array literals (bucket numbers, counts), because a Postgres array of arrays cannot be ragged.
 */
export const settleJobs = {
  name: 'settle-jobs',
  text: `
with clock as materialized (select now_ms() as now),
held as materialized (
  select l.shard from shard_lease l join unnest($2::smallint[], $3::integer[]) as f(shard, epoch)
    on l.shard = f.shard and l.epoch = f.epoch
  where l.owner = $1 order by l.shard for share of l
),
fence as materialized (select count(*) = cardinality($2::smallint[]) as is_whole from held),
asked as materialized (
  select * from unnest($4::uuid[], $5::smallint[], $6::text[], $7::bigint[], $8::bigint[], $9::real[], $10::text[],
    $11::text[], $12::bigint[], $13::boolean[])
    as a(id, attempt, outcome, started_at, ended_at, cpu_ms, failure_code, failure_message, retry_wait_ms, is_kept)
),
gone as (
  delete from job j using asked a
  where j.id = a.id and j.attempt = a.attempt and (select is_whole from fence)
  returning j.id, j.attempt, j.available_at, j.submitted_at, case when a.outcome <> 'done' then j.payload end as payload,
    a.outcome, a.started_at, a.ended_at, a.cpu_ms, a.failure_code, a.failure_message, a.retry_wait_ms, a.is_kept
),
retried as (
  insert into delayed_job (id, shard, due_at, attempt, available_at, submitted_at, payload, failure_code, failure_message)
  select id, job_shard(id), clock.now + retry_wait_ms, attempt + 1, available_at, submitted_at, payload, failure_code,
    failure_message
  from gone, clock where outcome = 'retried'
),
buried as (
  insert into dead_job (id, use_case_no, attempt, available_at, submitted_at, started_at, dead_at, payload, failure_code,
    failure_message)
  select id, job_use_case_no(id), attempt, available_at, submitted_at, started_at, clock.now, payload, failure_code,
    failure_message
  from gone, clock where outcome = 'dead'
),
kept as (
  insert into job_history (id, use_case_no, attempt, outcome, available_at, submitted_at, started_at, ended_at, cpu_ms,
    failure_code, failure_message)
  select id, job_use_case_no(id), attempt, outcome, available_at, submitted_at, started_at, clock.now, cpu_ms,
    failure_code, failure_message
  from gone, clock where is_kept
),
used as (
  insert into usage_delta (use_case_no, at, done_count, failed_count, dead_count, late_count, lost_lease_count,
    delayed_in_count, cpu_ms, run_ms, memory_mb_s, delay_buckets, delay_counts, run_buckets, run_counts)
  select u.use_case_no, clock.now, u.done, u.failed, u.dead, u.late, u.lost, u.retried, u.cpu_ms, u.run_ms, u.memory_mb_s,
    u.delay_buckets::smallint[], u.delay_counts::integer[], u.run_buckets::smallint[], u.run_counts::integer[]
  from unnest($14::integer[], $15::integer[], $16::integer[], $17::integer[], $18::integer[], $19::integer[],
    $20::integer[], $21::float8[], $22::float8[], $23::float8[], $24::text[], $25::text[], $26::text[], $27::text[])
    as u(use_case_no, done, failed, dead, late, lost, retried, cpu_ms, run_ms, memory_mb_s, delay_buckets, delay_counts, run_buckets,
      run_counts), clock
)
select case when count(*) = cardinality($4::uuid[]) then true
  else refuse_settlement(cardinality($4::uuid[]), count(*)) end as is_settled
from gone`,
};
