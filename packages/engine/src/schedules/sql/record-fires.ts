/**
 * Moves schedules on, writes down their fires and forgets old ones. Run in the transaction that holds the schedules and
 * inserts the jobs. Per schedule: $1 ids, $2 next instants (null: nothing follows), $3 instants of the last fire with a
 * job (null: none now), $4 how many fires it has had, $5 up to which number they are forgotten.
 * Per fire: $6 schedules, $7 numbers, $8 instants, $9 job keys (null: missed), $10 how many instants it stands for.
 */
export const recordFires = {
  name: 'record-fires',
  text: `
with planned as materialized (
  select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
    as p(id, next_fire_at, last_fire_at, fire_count, forget_until)
),
moved as (
  update schedule s set next_fire_at = p.next_fire_at, fire_count = p.fire_count,
    last_fire_at = coalesce(p.last_fire_at, s.last_fire_at)
  from planned p where s.id = p.id
),
forgotten as (
  delete from schedule_fire f using planned p where f.schedule_id = p.id and f.no <= p.forget_until
)
insert into schedule_fire (schedule_id, no, fire_at, decided_at, job_id, instant_count)
select f.schedule_id, f.no, f.fire_at, now_ms(), f.job_id, f.instant_count
from unnest($6::text[], $7::bigint[], $8::bigint[], $9::uuid[], $10::integer[])
  as f(schedule_id, no, fire_at, job_id, instant_count)`,
};
