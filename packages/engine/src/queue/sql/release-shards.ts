/** Gives shards back, so that the next owner need not wait for them to expire. $1 owner, $2 shards. */
export const releaseShards = {
  name: 'release-shards',
  text: `
update shard_lease set owner = null, expires_at = 0 where owner = $1 and shard = any($2::smallint[])`,
};
