/**
 * The first jobs of ranges of concurrency keys, without what is in them: $1 ends of the queues, $2 keys from (inclusive) and
 * $3 to (exclusive), $4 how many. In the order of the keys, then of deadlines. Plan: as read-lanes.ts.
 */
export const readLaneKeys = {
  name: 'read-lane-keys',
  text: `
select w.place::integer as place, j.id as key, j.attempt, j.concurrency_key
from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[])
  with ordinality as w(queue_end, from_key, to_key, row_limit, place)
cross join lateral (
  select id, attempt, concurrency_key from job
  where concurrency_key is not null
    and (job_queue_end(id), concurrency_key) >= (w.queue_end, w.from_key)
    and (job_queue_end(id), concurrency_key) < (w.queue_end, w.to_key)
  order by job_queue_end(id), concurrency_key, id limit w.row_limit
) j
order by w.place, j.concurrency_key, j.id`,
};
