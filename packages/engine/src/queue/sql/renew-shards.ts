/** Keeps the shards that the owner still has. $1 owner, $2 time to live in ms. */
export const renewShards = {
  name: 'renew-shards',
  // Late is as good as never: the lease would be over.
  query_timeout: 2_000,
  text: `
update shard_lease set expires_at = now_ms() + $2::bigint where owner = $1
returning shard, epoch, expires_at`,
};
