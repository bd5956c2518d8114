/**
 * Removes how the pool was shared longer than $1 ms ago, and what engines said of waits and downstreams that have been silent for
 * $2 ms: they are gone, and nobody else takes their words back. An hour's worth at once, by primary key; the states are few.
 */
export const pruneSharing = {
  name: 'prune-sharing',
  query_timeout: 60_000,
  text: `
with old_sharing as (delete from sharing_minute where minute_at < now_ms() - $1::bigint),
old_pool as (delete from pool_minute where minute_at < now_ms() - $1::bigint),
gone_waits as (delete from wait_state where seen_at < now_ms() - $2::bigint)
delete from downstream_state where seen_at < now_ms() - $2::bigint`,
};
