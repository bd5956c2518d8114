import { USAGE_ROLLUP_COLUMNS } from '@leeway/domain/rollup';
import { periodParts } from './period-parts.ts';

const columns = ['use_case_no', ...USAGE_ROLLUP_COLUMNS];
const names = columns.join(', ');
const parts = periodParts({
  kind: 'usage',
  columns,
  minutes: `select at, ${names} from usage_bucket where width_ms = 60000`,
});

/**
 * What each use case did since $1 (the beginning of a minute): folded and what is not folded yet, in one snapshot;
 * and what bursts gave it of that, which is rare: by an index of its own.
 */
export const readCapacityUse = {
  name: 'read-capacity-use',
  text: `
with ${parts},
done as (
  select use_case_no, ${USAGE_ROLLUP_COLUMNS.map((name) => `sum(${name})::float8 as ${name}`).join(', ')}
  from (select * from part union all select ${names} from usage_delta where at >= $1::bigint) as all_parts group by use_case_no
),
granted as (
  select use_case_no, sum(granted_cpu_ms) as granted_cpu_ms from sharing_minute
  where minute_at >= $1::bigint and granted_cpu_ms > 0 group by use_case_no
)
select u.name, t.name as team, u.quota_kind, u.cpu_quota_ms_per_second, d.submitted_count, d.done_count, d.dead_count,
  d.cancelled_count, d.cpu_ms, g.granted_cpu_ms
from use_case u join team t on t.id = u.team_id left join done d on d.use_case_no = u.no left join granted g on g.use_case_no = u.no
order by u.name`,
};
