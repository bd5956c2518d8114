import { settlementEffects } from './settlement-effects.ts';

/**
 * Ends leases: deletes the jobs, moves retries to the delay service and the dead to dead_job, keeps history and records
 * usage, all or nothing. Fenced: each job by its attempt, each shard by owner and epoch (locked against a take-over until
 * this commits). Where fewer rows go than were asked, it raises LW001 and nothing has happened.
 * Plan: nested loop over the primary key, one delete per job.
 *
 * $1 owner, $2 shards, $3 epochs, $4 ids, $5 attempts, $6 outcomes (done, retried, dead), $7 started at, $8 ended at,
 * $9 CPU ms, $10 failure codes, $11 failure messages, $12 retry waits in ms, $13 whether history keeps it,
 * $14… usage per use case, as in `settlementEffects`.
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
), ${settlementEffects(14)}
select case when count(*) = cardinality($4::uuid[]) then true
  else refuse_settlement(cardinality($4::uuid[]), count(*)) end as is_settled
from gone`,
};
