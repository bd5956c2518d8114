/** What both ways of moving do with the rows in `due`: delete, insert, count. $4 bytes of payload that are returned at most. */
const MOVE = `
moved as (
  delete from delayed_job where id = any(array(select id from due))
  returning id, first_id, due_at, attempt, available_at, submitted_at, payload, concurrency_key
),
ready as (
  insert into job (id, first_id, attempt, available_at, submitted_at, payload, concurrency_key)
  select id, first_id, attempt, available_at, submitted_at, payload, concurrency_key from moved
),
counted as (
  insert into usage_delta (use_case_no, at, delayed_out_count)
  select job_use_case_no(id), min(clock.now), count(*) from moved, clock group by 1
)
select id as key, first_id, due_at, attempt, 1 as job_count, available_at, submitted_at, concurrency_key,
  case when sum(octet_length(payload)) over (order by due_at, id rows unbounded preceding) <= $4 then payload end as payload
from moved`;

/**
 * Moves what has become due, oldest first, from the delay service to the ready queue, and counts it. Due is decided on
 * the store's clock; rows that another mover holds are passed over. $1 shards, $2 from which instant on (so that the dead
 * tuples of what was moved cost nothing), $3 how many per shard.
 * Plan: one index range per shard; the delete by an array of ids, because a join is planned as a scan of everything as
 * soon as $3 is large.
 */
export const moveDueJobs = {
  name: 'move-due-jobs',
  text: `
with clock as materialized (select now_ms() as now),
due as materialized (
  select d.id from clock, unnest($1::smallint[], $2::bigint[]) as s(shard, from_at)
  cross join lateral (
    select id from delayed_job where shard = s.shard and due_at >= s.from_at and due_at <= clock.now
    order by due_at limit $3 for update skip locked
  ) d
), ${MOVE}`,
};

/**
 * The same for shards where more is due than can be moved at once: every use case there gets an equal part of $3, at
 * least 50, whatever another one has piled up.
 * Plan: a loose scan of the use cases in a shard, then one index range per use case.
 */
export const moveDueJobsFairly = {
  name: 'move-due-jobs-fairly',
  text: `
with clock as materialized (select now_ms() as now),
queue as materialized (
  select s.shard, s.from_at, q.use_case_no, count(*) over (partition by s.shard) as queue_count
  from clock, unnest($1::smallint[], $2::bigint[]) as s(shard, from_at)
  cross join lateral (
    with recursive first_job as (
      (select job_use_case_no(id) as use_case_no, due_at from delayed_job where shard = s.shard
        order by job_use_case_no(id), due_at limit 1)
      union all
      select n.use_case_no, n.due_at from first_job f cross join lateral (
        select job_use_case_no(id) as use_case_no, due_at from delayed_job
        where shard = s.shard and job_use_case_no(id) > f.use_case_no order by job_use_case_no(id), due_at limit 1
      ) n
    )
    select use_case_no from first_job where due_at <= clock.now
  ) q
),
due as materialized (
  select d.id from clock, queue q
  cross join lateral (
    select id from delayed_job
    where shard = q.shard and job_use_case_no(id) = q.use_case_no and due_at >= q.from_at and due_at <= clock.now
    order by due_at limit greatest(50, $3 / q.queue_count) for update skip locked
  ) d
), ${MOVE}`,
};
