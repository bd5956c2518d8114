import { settlementEffects } from './settlement-effects.ts';

/**
 * Ends leases: deletes the rows, moves retries to the delay service and the dead to dead_job, gives back what did not run
 * of a mega-job, keeps history and records usage, all or nothing. Fenced: each row by its attempt (and by how many jobs it
 * holds, so that a mega-job is not taken for the job that has its key), each shard by owner and epoch (locked against a
 * take-over until this commits). Where fewer rows go than were asked, it raises LW001 and nothing has happened.
 * Plan: index scans of the primary key, one delete per row.
 *
 * $1 owner, $2 shards, $3 epochs, $4 rows of one job at its first attempt (nearly all, so they have the shortest way),
 * $5 the other rows, $6 their attempts, $7 how many jobs each holds.
 * $8… what there is to write of single jobs beside their end: key, attempt, outcome (done, retried, dead, cancelled, returned), available at,
 * submitted at, started at, ended at, CPU ms, failure code, failure message, retry wait in ms, whether history keeps it,
 * payload (null where it is not needed); $37 the keys that they were submitted under, where they have moved since; $38 their
 * concurrency keys (empty where none has one).
 * $21… usage per use case, as in `settlementEffects`.
 * $36 rows whose job ends here for good and holds a dedupe key.
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
gone_first as (
  delete from job j where j.id = any($4::uuid[]) and j.attempt = 1 and j.job_count = 1 and (select is_whole from fence)
  returning 1
),
gone_other as (
  delete from job j using unnest($5::uuid[], $6::smallint[], $7::smallint[]) as a(id, attempt, job_count)
  where j.id = a.id and j.attempt = a.attempt and j.job_count = a.job_count and (select is_whole from fence)
  returning 1
),
gone as materialized (select (select count(*) from gone_first) + (select count(*) from gone_other) as row_count),
ended as materialized (
  select * from unnest($8::uuid[], $9::smallint[], $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[],
    $15::real[], $16::text[], $17::text[], $18::bigint[], $19::boolean[], $20::text[], $37::uuid[], $38::text[])
    as e(id, attempt, outcome, available_at, submitted_at, started_at, ended_at, cpu_ms, failure_code, failure_message,
      retry_wait_ms, is_kept, payload, first_id, concurrency_key)
),
returned as (
  insert into job (id, attempt, available_at, submitted_at, payload, concurrency_key)
  select id, attempt, available_at, submitted_at, payload, concurrency_key from ended where outcome = 'returned'
),
${settlementEffects(21, { ended: 'ended', freed: 'case when (select row_count from gone) >= 0 then $36::uuid[] end' })}
select case when row_count = cardinality($4::uuid[]) + cardinality($5::uuid[]) then true
  else refuse_settlement(cardinality($4::uuid[]) + cardinality($5::uuid[]), row_count) end as is_settled
from gone`,
};
