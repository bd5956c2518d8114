/** How many shards each engine owns whose lease is in force. */
export const readShares = `
select owner, count(*)::int as shard_count from shard_lease where owner is not null and expires_at > now_ms() group by owner`;

/** The shards of one engine. $1 its id. */
export const readShardsOf = 'select shard from shard_lease where owner = $1 order by shard';
