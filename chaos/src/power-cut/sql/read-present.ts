/** Every job that the store knows of: waiting, delayed, dead, or settled since; ids without dashes. A mega-job's row has several. */
export const readPresent = `
select replace(id::text, '-', '') as id, job_count from job
union all select replace(id::text, '-', ''), 1 from delayed_job
union all select replace(id::text, '-', ''), 1 from dead_job
union all select replace(id::text, '-', ''), job_count from witness.settled`;
