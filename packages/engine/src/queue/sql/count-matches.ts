import { cancelIncludes, cancelMatches, redriveMatches } from './operation-filters.ts';

const SOURCE = { filter: '$2::jsonb', askedAt: 'clock.now' };

/** Dead jobs of a use case ($1) that a filter ($2) matches, at most $3. Plan: index scan of the use case's dead jobs. */
export const countDeadMatches = {
  name: 'count-dead-matches',
  text: `
select count(*)::integer as match_count from (
  select from (select now_ms() as now) as clock, dead_job d
  where d.use_case_no = $1::integer and ${redriveMatches(SOURCE)} limit $3::integer
) as matches`,
};

/** Waiting and delayed jobs, in the same way. Plan: per shard a range scan of the primary key. */
export const countOpenMatches = {
  name: 'count-open-matches',
  text: `
with clock as materialized (select now_ms() as now),
range as materialized (
  select job_queue_low(shard, $1::integer) as low, job_queue_high(shard, $1::integer) as high from shard_lease
)
select coalesce(sum(job_count), 0)::integer as match_count from (
  select d.job_count from clock, range cross join lateral (
    select id, job_count, submitted_at from job where id > low and id <= high and ${cancelIncludes(SOURCE, 'waiting')}
  ) d where ${cancelMatches(SOURCE)}
  union all
  select 1 from clock, range cross join lateral (
    select id, submitted_at from delayed_job where id > low and id <= high and ${cancelIncludes(SOURCE, 'delayed')}
  ) d where ${cancelMatches(SOURCE)}
  limit $3::integer
) as matches`,
};
