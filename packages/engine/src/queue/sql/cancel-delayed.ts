import { freeDedupeKeys } from './free-dedupe-keys.ts';
import { cancelIncludes, cancelMatches } from './operation-filters.ts';
import { lockedPart, partProgress } from './operation-part.ts';
import { SHARD_FENCE } from './shard-fence.ts';

/**
 * Cancels delayed jobs, as further parts of a `with`. Needs before it `clock(now)` and `candidate(id)`: rows of delayed_job.
 * A mover that has a row in hand is waited for, and has won; what it moved is not in `gone`.
 */
function cancelEffects(why: string): string {
  return `
gone as (
  delete from delayed_job where id = any(array(select id from candidate))
  returning id, first_id, attempt, available_at, submitted_at
),
${freeDedupeKeys('select array_agg(id) from gone')},
kept as (
  insert into job_history (id, first_id, use_case_no, attempt, outcome, available_at, submitted_at, ended_at, cpu_ms,
    failure_code, failure_message)
  select id, first_id, job_use_case_no(id), attempt, 'cancelled', available_at, submitted_at, clock.now, 0, 'CANCELLED', ${why}
  from gone, clock
),
counted as (
  insert into usage_delta (use_case_no, at, cancelled_count, delayed_out_count)
  select job_use_case_no(id), min(clock.now), count(*), count(*) from gone, clock group by 1
)`;
}

/** Cancels one delayed job. $1 its public id, $2 who and why. Returns its row if it was there. */
export const cancelDelayedJob = {
  name: 'cancel-delayed-job',
  text: `
with clock as materialized (select now_ms() as now),
candidate as materialized (
  select id from delayed_job where id = $1::uuid union all select id from delayed_job where first_id = $1::uuid
), ${cancelEffects('$2::text')}
select id from gone`,
};

const SOURCE = { filter: 'part.filter', askedAt: 'part.asked_at' };
const NEXT_STAGE = `case when ${cancelIncludes(SOURCE, 'waiting')} then 'waiting' else 'ended' end`;

/**
 * The next batch of a bulk cancel among the delayed jobs of a shard, with its progress. $1 owner, $2 shard, $3 epoch,
 * $4 operation, $5 how many it looks at. No row where the part is not ours to carry on. Plan: a range scan of the primary
 * key from the cursor.
 */
export const cancelDelayedPart = {
  name: 'cancel-delayed-part',
  text: `
with clock as materialized (select now_ms() as now), ${SHARD_FENCE}, ${lockedPart('delayed')},
looked as materialized (
  select d.id, ${cancelMatches(SOURCE)} as is_match
  from part cross join lateral (
    select id, submitted_at from delayed_job
    where id > coalesce(part.cursor, job_queue_low(part.shard, part.use_case_no))
      and id <= job_queue_high(part.shard, part.use_case_no)
    order by id limit $5::integer
  ) d
),
candidate as materialized (
  select id from delayed_job where id = any(array(select id from looked where is_match)) order by id for update
), ${cancelEffects('(select why from part)')},
${partProgress({ done: '(select count(*) from gone)', skipped: '0' }, NEXT_STAGE)}
select progress.stage, (select count(*) from looked)::integer as looked_count, (select count(*) from gone)::integer as done_count
from progress`,
};
