/**
 * The first job of each queue that nobody holds, from a lower bound on: what waiting callers are waiting for.
 * $1 lower bounds (inclusive), $2 ends. Plan as in `claimForeignJobs`; a queue without such a job is left out.
 */
export const findFreeJobs = {
  name: 'find-free-jobs',
  text: `
select q.place::integer as place, j.id as key
from unnest($1::uuid[], $2::uuid[]) with ordinality as q(low, high, place)
cross join lateral (
  select id from job
  where id >= q.low and id <= q.high and (select true from foreign_lease l where l.id = job.id) is null
  order by id limit 1
) j`,
};
