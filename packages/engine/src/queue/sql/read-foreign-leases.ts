/**
 * Which of some leases are in force on the store's clock, and what is needed to end them. $1 jobs by their
 * public ids, $2 tokens. Plan: two primary keys per lease, and a look whether the job has moved.
 */
export const readForeignLeases = {
  name: 'read-foreign-leases',
  text: `
select clock.now, l.id as key, l.token, l.attempt, l.leased_at, j.available_at
from (select now_ms() as now offset 0) clock, unnest($1::uuid[], $2::uuid[]) as a(id, token)
cross join lateral (
  select * from foreign_lease where id = coalesce((select j.id from job j where j.first_id = a.id), a.id) and token = a.token and expires_at > clock.now
) l
cross join lateral (select available_at from job where id = l.id and attempt = l.attempt) j`,
};
