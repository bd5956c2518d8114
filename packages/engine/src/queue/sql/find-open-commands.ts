/**
 * What is asked of the owner of some shards ($1), oldest first, at most $3: what nobody has looked at, and in shards that are new to
 * the owner ($2, among $1) also what a former owner has begun. Plan: the index of open commands, usually empty.
 */
export const findOpenCommands = {
  name: 'find-open-commands',
  text: `
select id, kind, job_id as job_key, deadline_at, delay_tolerance_ms, asked_by, reason from job_command
where shard = any($1::smallint[]) and ended_at is null and (result is null or shard = any($2::smallint[]))
order by asked_at, id limit $3`,
};
