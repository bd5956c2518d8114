/**
 * The next jobs of several concurrency keys, each in deadline order from its cursor on: one range scan of
 * job_by_concurrency_key per key, whatever else stands in the queue. The bounds are rows, so that no other index serves.
 * $1 ends of the queues, $2 concurrency keys, $3 cursors (exclusive), $4 how many.
 */
export const readLanes = {
  name: 'read-lanes',
  text: `
select w.place::integer as place, j.id as key, j.first_id, j.attempt, j.job_count, j.available_at, j.submitted_at, j.payload,
  j.concurrency_key
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[])
  with ordinality as w(queue_end, concurrency_key, cursor, row_limit, place)
cross join lateral (
  select id, first_id, attempt, job_count, available_at, submitted_at, payload, concurrency_key from job
  where concurrency_key is not null
    and (job_queue_end(id), concurrency_key, id) > (w.queue_end, w.concurrency_key, w.cursor)
    and (job_queue_end(id), concurrency_key, id) <= (w.queue_end, w.concurrency_key, w.queue_end)
  order by job_queue_end(id), concurrency_key, id limit w.row_limit
) j
order by w.place, j.id`,
};
