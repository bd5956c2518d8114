/** $1 command. */
export const readCommand = {
  name: 'read-command',
  text: `select id, kind, job_id as job_key, result, ended_at is not null as is_over from job_command where id = $1`,
};
