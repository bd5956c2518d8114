/**
 * Leases that have expired on the store's clock, oldest first, by foreign_lease_expiry; from a lower bound on, so that the
 * dead tuples of what ended before cost nothing. A lease without its job (that was cancelled) has no `available_at`.
 * $1 shards, $2 lower bounds, $3 how long ago at least, in ms, $4 rows per shard.
 */
export const findExpiredLeases = {
  name: 'find-expired-leases',
  text: `
select clock.now, l.id as key, l.token, l.attempt, l.leased_at, l.expires_at, j.available_at
from (select now_ms() as now offset 0) clock, unnest($1::smallint[], $2::bigint[], $3::bigint[]) as s(shard, from_at, grace_ms)
cross join lateral (
  select * from foreign_lease
  where shard = s.shard and expires_at >= s.from_at and expires_at <= clock.now - s.grace_ms
  order by expires_at limit $4
) l
left join lateral (select available_at from job where id = l.id and attempt = l.attempt) j on true
order by l.id`,
};
