/**
 * The next jobs of several queues, each in deadline order from its cursor on: one index range scan per queue, so the dead
 * tuples behind the cursor cost nothing. $1 cursors (exclusive), $2 ends (inclusive), $3 how many.
 */
export const readWindows = {
  name: 'read-windows',
  text: `
select w.place::integer as place, j.id as key, j.first_id, j.attempt, j.job_count, j.available_at, j.submitted_at, j.payload,
  j.concurrency_key
from unnest($1::uuid[], $2::uuid[], $3::integer[]) with ordinality as w(cursor, queue_end, row_limit, place)
cross join lateral (
  select id, first_id, attempt, job_count, available_at, submitted_at, payload, concurrency_key from job
  where id > w.cursor and id <= w.queue_end order by id limit w.row_limit
) j`,
};
