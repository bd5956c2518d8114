/**
 * Writes down an operation, with a part for each shard, unless too many of the use case are open. $1 id, $2 kind, $3 use case
 * number, $4 filter, $5 who asks, $6 why, $7 how many may be open, this one included. Returns no row where there are too many.
 */
export const beginOperation = {
  name: 'begin-operation',
  text: `
with open as (select count(*) as open_count from job_operation where use_case_no = $3 and ended_at is null),
begun as (
  insert into job_operation (id, kind, use_case_no, filter, asked_by, reason, asked_at, open_part_count)
  select $1, $2, $3, $4::jsonb, $5, $6, now_ms(), (select count(*) from shard_lease) from open where open_count < $7
  returning id
),
parts as (
  insert into job_operation_part (operation_id, shard) select begun.id, l.shard from begun, shard_lease l
)
select id from begun`,
};
