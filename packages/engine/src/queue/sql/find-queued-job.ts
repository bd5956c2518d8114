/**
 * The row of the ready queue that holds a job, by the job's public id, with its payload. $1 id, $2 the row of the mega-job that may
 * hold it ($1 where there is none) and $3 its place there.
 */
export const findQueuedJob = {
  name: 'find-queued-job',
  text: `
select id as key, first_id, attempt, job_count, available_at, submitted_at, payload, concurrency_key from job where id = $1::uuid
union all
select id, first_id, attempt, job_count, available_at, submitted_at, payload, concurrency_key from job where first_id = $1::uuid
union all
select id, first_id, attempt, job_count, available_at, submitted_at, payload, concurrency_key from job
where id = $2::uuid and id <> $1::uuid and job_count > $3::integer
limit 1`,
};
