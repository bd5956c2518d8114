/**
 * How many jobs of a use case stand before one in deadline order, over all shards, up to $3: a range scan of the primary key
 * per shard. $1 the lowest key of the use case and $2 the job's, both without their shard (28 hex digits).
 */
export const countAhead = {
  name: 'count-ahead',
  text: `
select count(*)::integer as ahead_count from (
  select 1 from shard_lease s
  cross join lateral (select lpad(to_hex(s.shard::integer), 4, '0') as prefix) p
  cross join lateral (
    select from job where id >= (p.prefix || $1::text)::uuid and id < (p.prefix || $2::text)::uuid limit $3::integer
  ) q
  limit $3::integer
) as ahead`,
};
