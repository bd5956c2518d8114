/**
 * Says what this engine ($1) knows of downstreams at $2: $3 ids, $4 signals, $5 starts, $6 limits (null: none), $7 ages of the
 * last cut in ms (null: none); returns what the others that spoke in the last 10 s
 * know, and how many of them started any.
 */
export const exchangeDownstreams = {
  name: 'exchange-downstreams',
  text: `
with said as (
  insert into downstream_state as kept (downstream_id, engine_id, seen_at, signal_count, start_count, limit_per_second, cut_at)
  select id, $1, $2::bigint, signals, starts, per_second, $2::bigint - cut_age
  from unnest($3::text[], $4::integer[], $5::integer[], $6::float8[], $7::bigint[]) as t(id, signals, starts, per_second, cut_age)
  where exists (select from downstream where downstream.id = t.id)
  order by id
  on conflict (downstream_id, engine_id) do update set seen_at = excluded.seen_at, signal_count = excluded.signal_count,
    start_count = excluded.start_count, limit_per_second = excluded.limit_per_second, cut_at = excluded.cut_at
)
select downstream_id, sum(signal_count)::integer as signal_count,
  (count(*) filter (where start_count > 0))::integer as caller_count
from downstream_state where engine_id <> $1 and downstream_id = any($3::text[]) and seen_at > $2::bigint - 10000
group by downstream_id`,
};
