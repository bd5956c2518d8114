import { redriveMatches } from './operation-filters.ts';
import { lockedPart, partProgress } from './operation-part.ts';
import { REDRIVEN_KEY, redriveEffects } from './redrive-effects.ts';
import { SHARD_FENCE } from './shard-fence.ts';

/**
 * The next batch of a bulk redrive in one shard, with its progress. Looks at $5 dead jobs from the part's cursor on.
 * $1 owner, $2 shard, $3 epoch, $4 operation. Returns the jobs that are back; no row where the part is not ours to carry
 * on. Plan: a range scan of the primary key from the cursor, so what was redriven costs nothing.
 */
export const redrivePart = {
  name: 'redrive-part',
  text: `
with clock as materialized (select now_ms() as now), ${SHARD_FENCE}, ${lockedPart('dead')},
looked as materialized (
  select d.id, ${redriveMatches({ filter: 'part.filter', askedAt: 'part.asked_at' })} as is_match
  from part cross join lateral (
    select * from dead_job
    where id > coalesce(part.cursor, job_queue_low(part.shard, part.use_case_no))
      and id <= job_queue_high(part.shard, part.use_case_no)
    order by id limit $5::integer
  ) d
),
candidate as materialized (
  select d.id, d.use_case_no, d.dedupe_hash, ${REDRIVEN_KEY} as new_id
  from clock, dead_job d where d.id = any(array(select id from looked where is_match)) order by d.id for update of d
), ${redriveEffects('(select why from part)')},
${partProgress({ done: '(select count(*) from gone)', skipped: '(select count(*) from candidate) - (select count(*) from gone)' })}
select progress.stage, (select count(*) from looked)::integer as looked_count, (select count(*) from gone)::integer as done_count
from progress`,
};
