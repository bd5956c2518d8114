/**
 * What each use case did since $1 (the beginning of a minute): folded minutes and what is not folded yet, in one snapshot, as
 * in `usageRows`. A range of the primary key (width, at).
 */
export const readCapacityUse = {
  name: 'read-capacity-use',
  text: `
with part as (
  select use_case_no, submitted_count, done_count, dead_count, cancelled_count, cpu_ms
  from usage_bucket where width_ms = 60000 and at >= $1::bigint
  union all
  select use_case_no, submitted_count, done_count, dead_count, cancelled_count, cpu_ms
  from usage_delta where at >= $1::bigint
),
done as (
  select use_case_no, sum(submitted_count)::float8 as submitted_count, sum(done_count)::float8 as done_count,
    sum(dead_count)::float8 as dead_count, sum(cancelled_count)::float8 as cancelled_count, sum(cpu_ms)::float8 as cpu_ms
  from part group by use_case_no
)
select u.name, t.name as team, u.quota_kind, u.cpu_quota_ms_per_second, d.submitted_count, d.done_count, d.dead_count,
  d.cancelled_count, d.cpu_ms
from use_case u join team t on t.id = u.team_id left join done d on d.use_case_no = u.no
order by u.name`,
};
