/**
 * What was done per minute of some use cases. $1 start (a 60-second step), $2 their numbers. By the key of usage_bucket: minutes
 * times use cases.
 */
export const readDoneTrends = {
  name: 'read-done-trends',
  text: `
select use_case_no, at, sum(done_count)::float8 as done_count
from (
  select use_case_no, at, done_count from usage_bucket
  where width_ms = 60000 and at >= $1::bigint and use_case_no = any($2::integer[])
  union all
  select use_case_no, at / 60000 * 60000, done_count from usage_delta
  where at >= $1::bigint and use_case_no = any($2::integer[])
) as step group by use_case_no, at`,
};
