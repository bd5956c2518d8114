const COLUMNS = `
select o.id, o.kind, u.name as use_case, u.team_id, o.filter, o.asked_by, o.reason, o.asked_at, o.started_at, o.ended_at, o.stopped_by,
  p.is_counting, p.total_count, p.done_count, p.skipped_count
from job_operation o
join use_case u on u.no = o.use_case_no
cross join lateral (
  select bool_or(stage = 'count') as is_counting, sum(total_count)::float8 as total_count, sum(done_count)::float8 as done_count,
    sum(skipped_count)::float8 as skipped_count
  from job_operation_part where operation_id = o.id
) p`;

/** One operation with its progress over all shards. $1 id. */
export const readOperation = { name: 'read-operation', text: `${COLUMNS} where o.id = $1` };

/** The latest operations of a use case, newest first, by job_operation_by_use_case. $1 use case number, $2 how many. */
export const listOperations = {
  name: 'list-operations',
  text: `${COLUMNS} where o.use_case_no = $1::integer order by o.asked_at desc, o.id desc limit $2::integer`,
};
