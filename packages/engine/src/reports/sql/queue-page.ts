/**
 * A page of one use case's queue in deadline order over all shards: a range scan of the primary key per shard, then a merge
 * of the heads. The key's part behind the shard is the same order in each of them.
 * $1 lowest and $2 highest key without its shard (28 hex digits), $3 shard of the last row seen (−1: none), $4 rows,
 * $5 use case number.
 */
export function queuePage(table: 'job' | 'delayed_job', columns: string): string {
  return `
select q.id as key, u.name as use_case, u.max_attempts, '${table === 'job' ? 'waiting' : 'delayed'}' as place,
  null as outcome, q.attempt, q.available_at, q.submitted_at, null as started_at, null as ended_at, null as cpu_ms,
  ${columns}
from shard_lease s
cross join lateral (
  select lpad(to_hex(s.shard::integer), 4, '0') as prefix
) p
cross join lateral (
  select * from ${table}
  where id >= (p.prefix || $1::text)::uuid and id <= (p.prefix || $2::text)::uuid
    and (s.shard > $3::integer or id <> (p.prefix || $1::text)::uuid)
  order by id limit $4::integer
) q
join use_case u on u.no = $5::integer
order by substr(replace(q.id::text, '-', ''), 11), s.shard limit $4::integer`;
}
