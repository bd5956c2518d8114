/** Columns of the ready queue, all but the payload. */
export const JOB_COLUMNS = 'id, first_id, attempt, available_at, submitted_at, concurrency_key';

/**
 * Where a job is now, by its public id (an SQL expression): `j`, `d` and `x`, its row in the ready queue, the delay service or
 * among the dead, one of them or none; `l`, the foreign lease on it; `h`, the last that history kept of it. A job that has moved has another key than
 * its id says. Unions, because an "or" over two indexes is no index scan.
 * @param moreOfQueue a further `union all select` of `JOB_COLUMNS`
 */
export function jobPlaces(publicId: string, moreOfQueue = ''): string {
  const bothWays = (table: string, columns = '*') => `
    select ${columns} from ${table} where id = ${publicId} union all select ${columns} from ${table} where first_id = ${publicId}`;
  return `
left join lateral (${bothWays('job', JOB_COLUMNS)} ${moreOfQueue} limit 1) j on true
left join foreign_lease l on l.id = j.id and l.attempt = j.attempt
left join lateral (${bothWays('delayed_job')} limit 1) d on true
left join lateral (${bothWays('dead_job')} limit 1) x on true
left join lateral (${lastOfHistory(publicId)}) h on true`;
}

function lastOfHistory(publicId: string): string {
  return `
    select * from (
      (select * from job_history where id = ${publicId} order by ended_at desc limit 1)
      union all (select * from job_history where first_id = ${publicId} order by ended_at desc limit 1)
    ) both_ways order by ended_at desc limit 1`;
}

/** The name of the table among them that holds the job. */
export const PLACE = `
case when l.id is not null then 'leased' when j.id is not null then 'waiting' when d.id is not null then 'delayed'
    when x.id is not null then 'dead' end`;

/** The name of the API key that holds the job, and nothing where none does. */
export const LEASE_HOLDER = `(select coalesce(max(k.name), l.holder) from api_key k where k.id = l.holder and l.id is not null)`;

/** What was done to the job from outside, in the columns that otherwise tell of a failure. */
export const IS_NOTE = `h.failure_code in ('CANCELLED', 'REDRIVEN', 'MOVED')`;
