import { USE_CASE_COLUMNS } from './use-case-columns.ts';

/** What a submission needs to know of its use case ($1, its name), of the store's shards and of its clock. */
export const findTarget = {
  name: 'find-target',
  text: `
select ${USE_CASE_COLUMNS}, now_ms() as now, (select count(*) from shard_lease) as shard_count
from use_case where name = $1`,
};
