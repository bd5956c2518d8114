/**
 * Removes sums that no report reads any more: of ten minutes older than $1 ms, of hours and days older than $2 ms; never such as a wider
 * sum has still to be made of. By primary key.
 */
export const pruneRollups = {
  name: 'prune-rollups',
  query_timeout: 60_000,
  text: `
with kept as materialized (
  select kind, case narrow.width_ms when 600000 then now_ms() - $1::bigint else now_ms() - $2::bigint end as before_at, narrow.width_ms,
    (select min(until_at) from rollup_mark wide where wide.kind = narrow.kind and wide.width_ms >= narrow.width_ms) as done_at
  from rollup_mark narrow
),
old_usage as (
  delete from usage_rollup r using kept k where k.kind = 'usage' and r.width_ms = k.width_ms and r.at < least(k.before_at, k.done_at)
),
old_pairs as (delete from sharing_pair where minute_at < now_ms() - $2::bigint)
delete from sharing_rollup r using kept k where k.kind = 'sharing' and r.width_ms = k.width_ms and r.at < least(k.before_at, k.done_at)`,
};
