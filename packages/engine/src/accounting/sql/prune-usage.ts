/** Removes usage, of use cases and of the tier, older than its keeping time. $1 ms for 10 s buckets, $2 ms for 60 s buckets. */
export const pruneUsage = {
  name: 'prune-usage',
  // An hour's worth at once.
  query_timeout: 60_000,
  text: `
with old_tier as (
  delete from tier_bucket
  where (width_ms = 10000 and at < now_ms() - $1::bigint) or (width_ms = 60000 and at < now_ms() - $2::bigint)
)
delete from usage_bucket
where (width_ms = 10000 and at < now_ms() - $1::bigint) or (width_ms = 60000 and at < now_ms() - $2::bigint)`,
};
