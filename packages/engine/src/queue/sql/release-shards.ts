/**
 * Gives shards back, so that the next owner need not wait for them to expire. $1 owner, $2 shards, $3 when each would expire: a
 * call that is carried out late, when its sender has given it up and renewed the shard, must not take it away.
 */
export const releaseShards = {
  name: 'release-shards',
  text: `
update shard_lease l set owner = null, expires_at = 0
from unnest($2::smallint[], $3::bigint[]) as r(shard, expires_at)
where l.owner = $1 and l.shard = r.shard and l.expires_at = r.expires_at`,
};
