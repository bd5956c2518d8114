/**
 * Ends an operation where it is; what it has done is done. $1 id, $2 who stops it. Waits for a batch that is under way;
 * returns no row where it has ended already. Parts first, as batches lock them.
 */
export const stopOperation = {
  name: 'stop-operation',
  text: `
with open as materialized (
  select shard from job_operation_part where operation_id = $1 and stage <> 'ended' order by shard for update
),
parts as (
  update job_operation_part p set stage = 'ended' from open where p.operation_id = $1 and p.shard = open.shard
)
update job_operation set stopped_by = $2, ended_at = now_ms(), open_part_count = 0
where id = $1 and ended_at is null and (select count(*) from open) >= 0
returning id`,
};
