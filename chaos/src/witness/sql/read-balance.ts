/**
 * Where all jobs are, by rows and by counters, in one snapshot: what was submitted and is neither done, cancelled nor dead (`open`), and the
 * rows of the three places. A row of the ready queue may be leased.
 */
export const readBalance = `
with counted as (
  select coalesce(sum(submitted_count - done_count - cancelled_count - dead_count + redriven_count), 0)::float8 as open,
    coalesce(sum(dead_count - redriven_count), 0)::float8 as dead,
    coalesce(sum(delayed_in_count - delayed_out_count), 0)::float8 as delayed
  from (
    select submitted_count, done_count, cancelled_count, dead_count, redriven_count, delayed_in_count, delayed_out_count
    from usage_delta
    union all
    select submitted_count, done_count, cancelled_count, dead_count, redriven_count, delayed_in_count, delayed_out_count
    from use_case_total
  ) as parts
)
select open, dead, delayed, (select coalesce(sum(job_count), 0)::float8 from job) as waiting_rows,
  (select count(*)::float8 from delayed_job) as delayed_rows, (select count(*)::float8 from dead_job) as dead_rows
from counted`;
