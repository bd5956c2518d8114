/**
 * Which queues of some shards hold jobs: a loose index scan that jumps from the first job of one queue to the first of the
 * next, so its cost is the number of queues with jobs, not of jobs. $1 first keys of the shards, $2 last keys.
 */
export const findQueues = {
  name: 'find-queues',
  text: `
select q.id as first_key
from unnest($1::uuid[], $2::uuid[]) as s(low, high)
cross join lateral (
  with recursive first_job as (
    (select id from job where id >= s.low and id <= s.high order by id limit 1)
    union all
    select (select j.id from job j where j.id > job_queue_end(f.id) and j.id <= s.high order by j.id limit 1)
    from first_job f where f.id is not null
  )
  select id from first_job where id is not null
) q`,
};
