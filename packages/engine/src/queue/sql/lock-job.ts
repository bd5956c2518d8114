/** Locks a row of the ready queue against whoever would lease it. $1 key, $2 attempt. */
export const lockJob = {
  name: 'lock-job',
  text: 'select id from job where id = $1::uuid and attempt = $2::smallint for update',
};
