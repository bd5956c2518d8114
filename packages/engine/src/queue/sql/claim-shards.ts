/**
 * Takes over free or expired shards, up to a number, raising their epoch: from then on the former owner settles nothing.
 * $1 owner, $2 time to live in ms, $3 how many. Rows that another claimer is taking are passed over.
 */
export const claimShards = {
  name: 'claim-shards',
  // Late is as good as never: the lease would be over.
  query_timeout: 2_000,
  text: `
with free as (
  select shard from shard_lease where owner is null or expires_at < now_ms()
  order by shard limit $3 for update skip locked
)
update shard_lease l set owner = $1, epoch = l.epoch + 1, expires_at = now_ms() + $2::bigint
from free where l.shard = free.shard
returning l.shard, l.epoch, l.expires_at`,
};
