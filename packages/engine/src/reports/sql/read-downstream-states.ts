/**
 * What engines that spoke since $1 (ms since 1970) know of each downstream: signals and starts are each engine's own, the
 * limit is one that all of them hold to, of which the strictest is true. A few rows per engine: a scan.
 */
export const readDownstreamStates = {
  name: 'read-downstream-states',
  text: `
select downstream_id, max(seen_at) as seen_at, sum(signal_count)::float8 as signal_count,
  sum(start_count)::float8 as start_count, min(limit_per_second) as limit_per_second, max(cut_at) as cut_at
from downstream_state where seen_at >= $1::bigint group by downstream_id`,
};
