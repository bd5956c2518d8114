/**
 * The next jobs of several queues, each in deadline order from its cursor on, past those of the concurrency keys that are
 * read on their own. What is passed over is bounded, so that a million of one key cost many short reads and not a long one.
 * $1 cursors (exclusive), $2 ends (inclusive), $3 how many are wanted, $4 how many are looked at, $5 the keys to pass over,
 * as members of a JSON object (a probe each). Returns a row for each queue at least: how far it was looked through, and how
 * many jobs that were. Plan: an index range scan per queue, then one probe of the primary key for each job that is wanted.
 */
export const readAround = {
  name: 'read-around',
  text: `
select w.place::integer as place, s.ids[s.looked_count] as looked_to, s.looked_count, j.id as key, j.first_id, j.attempt,
  j.job_count, j.available_at, j.submitted_at, j.payload, j.concurrency_key
from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::jsonb[])
  with ordinality as w(cursor, queue_end, row_limit, look_limit, passed, place)
cross join lateral (
  select array_agg(id order by id) as ids, count(*)::integer as looked_count,
    (array_agg(id order by id) filter (where concurrency_key is null or not jsonb_exists(w.passed, concurrency_key)))[1:w.row_limit]
      as wanted
  from (
    select id, concurrency_key from job where id > w.cursor and id <= w.queue_end order by id limit w.look_limit
  ) looked
) s
left join lateral (
  select id, first_id, attempt, job_count, available_at, submitted_at, payload, concurrency_key from job
  where id = any(s.wanted)
) j on true
order by w.place, j.id`,
};
