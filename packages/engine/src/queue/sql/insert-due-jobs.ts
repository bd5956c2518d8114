/**
 * Group commit where every job is due and none asks for what came before: the shortest way in. Plan: function scan, append.
 * $1 ids, $2 earliest starts, $3 how many jobs each row holds, $4 payloads; $5 use case numbers and $6 how many jobs each got.
 */
export const insertDueJobs = {
  name: 'insert-due-jobs',
  text: `
with clock as materialized (select now_ms() as now),
ready as (
  insert into job (id, attempt, available_at, submitted_at, job_count, payload)
  select i.id, 1, least(i.asked_at, clock.now), clock.now, i.job_count, i.payload
  from unnest($1::uuid[], $2::bigint[], $3::smallint[], $4::text[]) as i(id, asked_at, job_count, payload), clock
),
counted as (
  insert into usage_delta (use_case_no, at, submitted_count)
  select c.use_case_no, clock.now, c.job_count
  from unnest($5::integer[], $6::integer[]) as c(use_case_no, job_count), clock
)
select now, '{}'::uuid[] as due_keys from clock`,
};
