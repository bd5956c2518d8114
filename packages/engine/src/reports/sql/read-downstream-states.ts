/**
 * What engines that spoke since $1 (ms since 1970) know of each downstream, added up: signals, starts and limits are each
 * engine's own; one without a limit among others adds what it starts. A few rows per engine: a scan.
 */
export const readDownstreamStates = {
  name: 'read-downstream-states',
  text: `
select downstream_id, max(seen_at) as seen_at, sum(signal_count)::float8 as signal_count,
  sum(start_count)::float8 as start_count, max(cut_at) as cut_at, count(*)::integer as engine_count,
  count(limit_per_second)::integer as limited_count,
  case when count(limit_per_second) > 0 then sum(coalesce(limit_per_second, start_count)) end as limit_per_second
from downstream_state where seen_at >= $1::bigint group by downstream_id`,
};
