/**
 * Moves the expiry of leases that are in force, counted from now, never beyond an attempt's longest time; counts the rest
 * as lost. $1 jobs by their public ids (ascending), $2 tokens, $3 ms, $4 longest time of an attempt in ms. Plan: primary keys.
 */
export const extendForeignLeases = {
  name: 'extend-foreign-leases',
  text: `
with clock as materialized (select now_ms() as now),
asked as materialized (
  select coalesce((select j.id from job j where j.first_id = a.id), a.id) as id, token, lease_ms, place
  from unnest($1::uuid[], $2::uuid[], $3::bigint[]) with ordinality as a(id, token, lease_ms, place)
),
held as materialized (
  select a.id, a.place, a.lease_ms from asked a cross join clock
  cross join lateral (
    select from foreign_lease where id = a.id and token = a.token and expires_at > clock.now for update
  ) l
  where (select true from job where id = a.id)
),
moved as (
  update foreign_lease l set expires_at = least(clock.now + h.lease_ms, l.leased_at + $4::bigint)
  from held h, clock where l.id = h.id
  returning h.place, l.expires_at
),
counted as (
  insert into usage_delta (use_case_no, at, lost_lease_count)
  select job_use_case_no(id), min(clock.now), count(*) from asked, clock
  where place not in (select place from held) group by 1 order by 1
)
select place::integer, expires_at from moved`,
};
