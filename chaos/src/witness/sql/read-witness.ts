export const readEpochs = 'select shard, epoch, owner, at, is_take_over from witness.shard_epoch order by at';

/** In their order. Ids without dashes, as the ledger writes them. */
export const readSettled = `
select replace(id::text, '-', '') as id, attempt, job_count, settler, owner, epoch, at from witness.settled order by at`;

/** The marker is the first thing in the payload. */
export const readDead = `
select replace(id::text, '-', '') as id, (payload::jsonb ->> 0)::bigint as marker from dead_job`;

export const countLeft = 'select (select count(*) from job) + (select count(*) from delayed_job) as left_count';

/** The counters, whether they are folded yet or not, and what history kept of failures: one snapshot. */
export const readTotals = `
select sum(submitted_count)::bigint as submitted, sum(done_count)::bigint as done, sum(failed_count)::bigint as failed,
  sum(dead_count)::bigint as dead, sum(delayed_in_count)::bigint as delayed_in, sum(delayed_out_count)::bigint as delayed_out,
  (select count(*) from job_history where outcome <> 'done') as kept_failures
from (
  select submitted_count, done_count, failed_count, dead_count, delayed_in_count, delayed_out_count from usage_delta
  union all
  select submitted_count, done_count, failed_count, dead_count, delayed_in_count, delayed_out_count from use_case_total
) as parts`;
