/**
 * Use cases whose own programs have jobs to take that are due, with how many nobody holds; the largest backlog first, $1 at most.
 * From the totals since the beginning and what is not folded yet; of leases only the live ones.
 */
export const readRemoteWaiting = {
  name: 'read-remote-waiting',
  text: `
with remote as materialized (select no, name, team_id, criticality, is_paused from use_case where runtime = 'remote'),
open as (
  select use_case_no,
    sum(submitted_count + redriven_count + delayed_out_count - done_count - dead_count - cancelled_count - delayed_in_count)::float8 as open_count
  from (
    select use_case_no, submitted_count, redriven_count, delayed_out_count, done_count, dead_count, cancelled_count, delayed_in_count
    from use_case_total where use_case_no in (select no from remote)
    union all
    select use_case_no, submitted_count, redriven_count, delayed_out_count, done_count, dead_count, cancelled_count, delayed_in_count
    from usage_delta where use_case_no in (select no from remote)
  ) as part group by use_case_no
),
leased as (
  select job_use_case_no(l.id) as use_case_no, sum(j.job_count)::float8 as leased_count
  from foreign_lease l join job j using (id) where l.expires_at > now_ms() group by 1
)
select r.name, t.name as team, r.criticality, r.is_paused, o.open_count - coalesce(l.leased_count, 0) as waiting_count,
  coalesce(l.leased_count, 0) as leased_count, count(*) over ()::integer as remote_count
from remote r join open o on o.use_case_no = r.no join team t on t.id = r.team_id left join leased l on l.use_case_no = r.no
where o.open_count > coalesce(l.leased_count, 0)
order by waiting_count desc, r.name limit $1::integer`,
};
