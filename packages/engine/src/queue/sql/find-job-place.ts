/**
 * Where a job is, by its public id: one row, all null where no trace is left. $1 id, $2 the row of the mega-job that may hold it
 * ($1 where there is none) and $3 its place there, $4 use case
 * number. Plan: probes of primary keys and of the indexes on first ids.
 */
export const findJobPlace = {
  name: 'find-job-place',
  text: `
select coalesce(j.id, d.id, x.id) as key,
  case when j.id is not null then 'waiting' when d.id is not null then 'delayed' when x.id is not null then 'dead' end as place,
  h.outcome, coalesce(j.available_at, d.available_at, x.available_at) as available_at,
  (select runtime = 'remote' from use_case where no = $4::integer) as is_remote
from (select $1::uuid as id) as asked
left join lateral (
  select id, available_at from job where id = asked.id
  union all select id, available_at from job where first_id = asked.id
  union all select id, available_at from job where id = $2::uuid and id <> asked.id and job_count > $3::integer limit 1
) j on true
left join lateral (
  select id, available_at from delayed_job where id = asked.id
  union all select id, available_at from delayed_job where first_id = asked.id limit 1
) d on true
left join lateral (
  select id, available_at from dead_job where id = asked.id
  union all select id, available_at from dead_job where first_id = asked.id limit 1
) x on true
left join lateral (
  select outcome from (
    (select outcome, ended_at from job_history where id = asked.id order by ended_at desc limit 1)
    union all (select outcome, ended_at from job_history where first_id = asked.id order by ended_at desc limit 1)
  ) both_ways order by ended_at desc limit 1
) h on true`,
};
