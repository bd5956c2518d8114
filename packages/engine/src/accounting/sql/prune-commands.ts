/**
 * Removes commands and operations that were over $1 and $2 ms ago; their parts go with them. History tells of single jobs,
 * the audit log of who asked. Plan: partial indexes on when they ended.
 */
export const pruneCommands = {
  name: 'prune-commands',
  text: `
with old_commands as (delete from job_command where ended_at < now_ms() - $1::bigint)
delete from job_operation where ended_at < now_ms() - $2::bigint`,
};
