/** What the rows of a table say beside what every job has. */
export interface QueueTable {
  readonly name: 'job' | 'delayed_job';
  /** place, due_at, lease_expires_at, lease_holder, started_at, failure_code, failure_message; the row is `q`. */
  readonly columns: string;
  readonly join?: string;
}

/**
 * A page of one use case's queue in deadline order over all shards: a range scan of the primary key per shard, then a merge
 * of the heads. The key's part behind the shard is the same order in each of them.
 * $1 lowest and $2 highest key without its shard (28 hex digits), $3 shard of the last row seen (−1: none), $4 rows,
 * $5 use case number.
 */
export function queuePage({ name, columns, join = '' }: QueueTable): string {
  return `
select q.id as key, q.first_id as first_key, u.name as use_case, u.runtime, u.max_attempts, null as outcome, null as last_outcome, q.attempt,
  q.available_at, q.submitted_at, nullif(q.concurrency_key, '') as concurrency_key, null as ended_at, null as cpu_ms, null as note_code, null as note_message,
  null as note_at, ${columns}
from shard_lease s
cross join lateral (
  select lpad(to_hex(s.shard::integer), 4, '0') as prefix
) p
cross join lateral (
  select * from ${name}
  where id >= (p.prefix || $1::text)::uuid and id <= (p.prefix || $2::text)::uuid
    and (s.shard > $3::integer or id <> (p.prefix || $1::text)::uuid)
  order by id limit $4::integer
) q
join use_case u on u.no = $5::integer ${join}
order by substr(replace(q.id::text, '-', ''), 11), s.shard limit $4::integer`;
}
