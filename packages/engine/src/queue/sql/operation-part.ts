/**
 * The part of an operation ($4) in a shard ($2) at one of its stages, locked, while the caller owns the shard: `part`.
 * Everything that the batch does hangs on this row, so that each batch happens once.
 */
export function lockedPart(stage: string): string {
  return `
part as materialized (
  select p.operation_id, p.shard, p.cursor, o.use_case_no, o.filter, o.asked_at, o.kind,
    'By ' || o.asked_by || ': ' || o.reason as why
  from job_operation_part p join job_operation o on o.id = p.operation_id
  where p.operation_id = $4 and p.shard = (select shard from held) and p.stage = '${stage}' for update of p
)`;
}

/**
 * Writes down how far the part is, at the end of a batch. Needs `looked(id)`, what the batch looked at, and $5, how many it
 * would have looked at.
 * @param counts expressions: jobs that were done, and skipped
 * @param nextStage an expression: where to go when nothing is left to look at
 */
export function partProgress(
  counts: { readonly done: string; readonly skipped: string },
  nextStage = "'ended'",
): string {
  return `
progress as (
  update job_operation_part p set
    cursor = case when l.row_count < $5::integer then null else l.last_id end,
    stage = case when l.row_count < $5::integer then ${nextStage} else p.stage end,
    done_count = p.done_count + ${counts.done}, skipped_count = p.skipped_count + ${counts.skipped}
  from part, (
    select (select count(*) from looked) as row_count, (select id from looked order by id desc limit 1) as last_id
  ) l
  where p.operation_id = part.operation_id and p.shard = part.shard
  returning p.operation_id, p.stage
), ${OPERATION_PROGRESS}`;
}

/** Brings the operation up to date with `progress(operation_id, stage)`: when it began, and whether its last part has ended. */
export const OPERATION_PROGRESS = `
operation as (
  update job_operation o set started_at = coalesce(o.started_at, clock.now),
    open_part_count = o.open_part_count - (progress.stage = 'ended')::integer,
    ended_at = case when progress.stage = 'ended' and o.open_part_count = 1 then clock.now else o.ended_at end
  from progress, clock
  where o.id = progress.operation_id and (o.started_at is null or progress.stage = 'ended')
)`;
