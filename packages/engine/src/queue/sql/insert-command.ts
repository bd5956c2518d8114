/**
 * Writes down what is asked of the owner of a job's shard. $1 id, $2 kind, $3 shard, $4 job's public id, $5 deadline,
 * $6 delay tolerance, $7 who, $8 why.
 */
export const insertCommand = {
  name: 'insert-command',
  text: `
insert into job_command (id, kind, shard, job_id, deadline_at, delay_tolerance_ms, asked_by, reason, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, now_ms())`,
};
