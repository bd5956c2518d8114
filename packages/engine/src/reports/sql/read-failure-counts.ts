/** Failed attempts of one use case by code, most first; every failure is in history. $1 use case, $2 from, $3 until. */
export const readFailureCounts = {
  name: 'read-failure-counts',
  text: `
select failure_code as code, count(*)::float8 as count
from job_history
where use_case_no = $1 and ended_at >= $2 and ended_at < $3 and outcome in ('retried', 'dead') and failure_code is not null
group by failure_code order by count desc, code`,
};
