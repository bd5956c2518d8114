/**
 * Once a second, for all limits that were asked for lately, in one statement: says how many jobs per second this engine ($1) was
 * asked to take ($2 limits, $3 jobs per second), counts what it refused ($4 use case numbers, $5 jobs), and reads what engines
 * said of the same limits in the last $6 ms, and how many engines live, this one among them. The snapshot is older than what it writes, so its own
 * rows are left out. Plan: primary keys; the rows are updated in place, since nothing that changes is indexed.
 */
export const exchangeDemand = {
  name: 'exchange-demand',
  text: `
with clock as materialized (select now_ms() as now),
said as (
  insert into rate_demand (scope, engine_id, seen_at, asked_per_second)
  select s.scope, $1, clock.now, s.asked from unnest($2::text[], $3::float8[]) as s(scope, asked), clock order by s.scope
  on conflict (scope, engine_id) do update set seen_at = excluded.seen_at, asked_per_second = excluded.asked_per_second
),
counted as (
  insert into usage_delta (use_case_no, at, refused_count)
  select r.use_case_no, clock.now, r.count from unnest($4::integer[], $5::integer[]) as r(use_case_no, count), clock
),
others as (
  select d.scope, d.asked_per_second from rate_demand d, clock
  where d.scope = any($2::text[]) and d.engine_id <> $1 and d.seen_at > clock.now - $6::integer
)
select (select 1 + count(*)::integer from engine_beat b, clock where b.beat_at > clock.now - 5000 and b.id <> $1) as engine_count,
  (select coalesce(array_agg(scope), '{}') from others) as scopes,
  (select coalesce(array_agg(asked_per_second), '{}') from others) as asked`,
};
