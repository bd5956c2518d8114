/** Part of a `with`: `held`, one row while $1 still owns shard $2 under epoch $3, locked against a take-over until this commits. */
export const SHARD_FENCE = `
held as materialized (
  select l.shard from shard_lease l where l.shard = $2::smallint and l.owner = $1 and l.epoch = $3::integer for share of l
)`;
