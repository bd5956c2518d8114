/**
 * Leases jobs of several queues to groups of callers, the earliest deadlines first. Each queue is read from a lower bound
 * on, so neither what is leased already nor dead tuples below it cost anything; the lease of a row is looked up as a
 * scalar, because as a join it may be planned as a merge from the first lease of the table. Only what was chosen is
 * locked: a row that another claimer is taking is passed over, and the primary key of
 * foreign_lease lets one holder in. A queue that filled its limit hides what lies behind: nothing after it is chosen.
 * Locks: the job's row before its lease, as everywhere. Plan: one index range scan per queue, then by primary key.
 *
 * $1 lower bounds (inclusive), $2 ends, $3 row limits, $4 group of each queue, from 1; per group: $5 jobs at most,
 * $6 bytes of payload after which it stops, $7 length of the leases in ms, $8 holder.
 * Returns rows of three kinds, which the caller joins by key: what was leased, what was chosen with the queue it is of (in
 * the order of the keys), and of each queue the first free job. Joined here, they would be compared each with each.
 */
export const claimForeignJobs = {
  name: 'claim-foreign-jobs',
  text: `
with clock as materialized (select now_ms() as now),
groups as materialized (
  select * from unnest($5::integer[], $6::bigint[], $7::bigint[], $8::text[]) with ordinality
    as g(row_limit, byte_limit, lease_ms, holder, group_no)
),
free as materialized (
  select q.place, q.group_no, q.row_limit, j.id, j.bytes, substr(j.id::text, 12) collate "C" as due
  from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[]) with ordinality
    as q(low, high, row_limit, group_no, place)
  cross join lateral (
    select id, octet_length(payload) as bytes from job
    where id >= q.low and id <= q.high and (select true from foreign_lease l where l.id = job.id) is null
    order by id limit q.row_limit
  ) j
),
horizon as (
  select group_no, min(last_due) as due from (
    select group_no, max(due) as last_due from free group by group_no, place, row_limit having count(*) = row_limit
  ) filled group by group_no
),
ranked as (
  select free.*, row_number() over earliest as nth, sum(bytes) over earliest - bytes as bytes_before
  from free window earliest as (partition by group_no order by due rows unbounded preceding)
),
chosen as materialized (
  select r.place, r.group_no, r.id, r.due from ranked r
  join groups g on g.group_no = r.group_no left join horizon h on h.group_no = r.group_no
  where r.nth <= g.row_limit and r.bytes_before < g.byte_limit and (h.due is null or r.due <= h.due)
),
locked as materialized (
  select c.place, c.group_no, c.id, j.first_id, j.attempt, j.available_at, j.payload
  from (select * from chosen order by id) c
  left join lateral (select first_id, attempt, available_at, payload from job where id = c.id for update skip locked) j on true
),
leased as (
  insert into foreign_lease (id, attempt, token, shard, leased_at, expires_at, holder)
  select k.id, k.attempt, gen_random_uuid(), job_shard(k.id), clock.now, clock.now + g.lease_ms, g.holder
  from locked k join groups g on g.group_no = k.group_no, clock where k.attempt is not null order by k.id
  on conflict (id) do nothing
  returning id, token, leased_at, expires_at
)
select 'leased' as kind, null::integer as place, id as key, null::uuid as first_key, null::smallint as attempt, null::bigint as available_at,
  null as payload, token, leased_at, expires_at
from leased
union all
select 'chosen', place::integer, id, first_id, attempt, available_at, payload, null, null, null from locked
union all
select 'first', place::integer, id, null, null, null, null, null, null, null
from (select distinct on (place) place, id from free order by place, id) f`,
};
