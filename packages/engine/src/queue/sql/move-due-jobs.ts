/**
 * Moves what has become due, oldest first, from the delay service to the ready queue, and counts it. Due is decided on
 * the store's clock; rows that another mover holds are passed over. $1 shards, $2 how many per shard.
 */
export const moveDueJobs = {
  name: 'move-due-jobs',
  text: `
with clock as materialized (select now_ms() as now),
due as materialized (
  select d.id from clock, unnest($1::smallint[]) as s(shard)
  cross join lateral (
    select id from delayed_job where shard = s.shard and due_at <= clock.now order by due_at limit $2
    for update skip locked
  ) d
),
moved as (
  delete from delayed_job d using due where d.id = due.id
  returning d.id, d.attempt, d.available_at, d.submitted_at, d.payload
),
ready as (
  insert into job (id, attempt, available_at, submitted_at, payload)
  select id, attempt, available_at, submitted_at, payload from moved
),
counted as (
  insert into usage_delta (use_case_no, at, delayed_out_count)
  select job_use_case_no(id), min(clock.now), count(*) from moved, clock group by 1
)
select id as key, attempt, 1 as job_count, available_at, submitted_at, payload from moved`,
};
