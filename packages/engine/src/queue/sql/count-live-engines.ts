/**
 * How many engines share the shards: those that beat within $1 ms, this one ($2) always among them. One that let a shard
 * expire does not count, or what it held would wait for its last beat to grow old. With it, when the next shard of another
 * engine expires: a moment later it can be taken over.
 */
export const countLiveEngines = {
  name: 'count-live-engines',
  // Late is as good as never: the lease would be over.
  query_timeout: 2_000,
  text: `
with clock as materialized (select now_ms() as now),
expired as (select distinct owner from shard_lease, clock where owner is not null and expires_at < now)
select
  (select count(*) from (
    select id from engine_beat, clock where beat_at > now - $1::bigint and id not in (select owner from expired)
    union select $2
  ) as live) as engine_count,
  (select count(*) from shard_lease) as shard_count,
  (select min(expires_at) - now from shard_lease, clock where owner <> $2 and expires_at >= now group by now) as next_expiry_ms`,
};
