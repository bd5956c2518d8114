/** Parts of operations that the owner of some shards has to carry out. $1 shards. Plan: the index of open parts, usually empty. */
export const findOpenParts = {
  name: 'find-open-parts',
  text: `
select operation_id, shard, stage from job_operation_part
where shard = any($1::smallint[]) and stage <> 'ended' order by operation_id, shard`,
};
