/**
 * Adds what was used of grants, of those that are still there: columns $1 ids, $2 CPU ms, $3 jobs submitted, $4 job ms, $5 slot ms, $6 since
 * and $7 until when (ms since 1970).
 */
export const addGrantUse = {
  name: 'add-grant-use',
  text: `
insert into grant_use as kept (grant_id, cpu_ms, submitted_count, job_ms, slot_ms, first_at, last_at)
select id, cpu, submits, jobs, slots, first, last
from unnest($1::text[], $2::float8[], $3::bigint[], $4::float8[], $5::float8[], $6::bigint[], $7::bigint[])
  as t(id, cpu, submits, jobs, slots, first, last)
where exists (select from burst_grant where burst_grant.id = t.id)
order by id
on conflict (grant_id) do update set cpu_ms = kept.cpu_ms + excluded.cpu_ms,
  submitted_count = kept.submitted_count + excluded.submitted_count, job_ms = kept.job_ms + excluded.job_ms,
  slot_ms = kept.slot_ms + excluded.slot_ms, first_at = least(kept.first_at, excluded.first_at),
  last_at = greatest(kept.last_at, excluded.last_at)`,
};
