import { lockedPart, OPERATION_PROGRESS } from './operation-part.ts';
import { SHARD_FENCE } from './shard-fence.ts';
import { withdrawEffects } from './withdraw-effects.ts';

/**
 * Cancels jobs that the owner of a shard has taken out of its memory for an operation, with the operation's progress. $1 owner,
 * $2 shard, $3 epoch, $4 operation, $5 where the part was when its jobs were read, $6 where it is after them, $7 whether nothing
 * is left, $8 how many jobs were skipped; $9 rows, $10 attempts, $11 how many jobs each holds; $12… of each job in them:
 * row, key, first key, attempt, available at, submitted at; $18 rows whose jobs hold a dedupe key. No row where the part is
 * not ours, or not where it was. Plan: one probe of the primary key per row.
 */
export const cancelWaitingPart = {
  name: 'cancel-waiting-part',
  text: `
with clock as materialized (select now_ms() as now), ${SHARD_FENCE}, ${lockedPart('waiting')},
here as materialized (select * from part where cursor is not distinct from $5::uuid),
asked as materialized (
  select * from unnest($9::uuid[], $10::smallint[], $11::smallint[]) as a(id, attempt, job_count)
),
ended as materialized (
  select e.*, null::uuid as new_id, 'cancelled' as outcome, null::text as payload, here.why
  from here, unnest($12::uuid[], $13::uuid[], $14::uuid[], $15::smallint[], $16::bigint[], $17::bigint[])
    as e(row_id, id, first_id, attempt, available_at, submitted_at)
), ${withdrawEffects('exists (select from here)', '$18')},
progress as (
  update job_operation_part p set
    cursor = $6::uuid, stage = case when $7::boolean then 'ended' else p.stage end,
    done_count = p.done_count + (select count(*) from leaving), skipped_count = p.skipped_count + $8::integer
  from here where p.operation_id = here.operation_id and p.shard = here.shard
  returning p.operation_id, p.stage
), ${OPERATION_PROGRESS}
select progress.stage, 0 as looked_count, (select count(*) from leaving)::integer as done_count from progress`,
};
