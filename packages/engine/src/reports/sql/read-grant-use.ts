/** What was used of the grants $1, and how many use cases waited longer for each. By primary keys. */
export const readGrantUse = {
  name: 'read-grant-use',
  text: `
select grant_id, cpu_ms, submitted_count, job_ms, slot_ms, first_at, last_at,
  (select count(*)::integer from grant_wait where grant_wait.grant_id = grant_use.grant_id) as waiter_count
from grant_use where grant_id = any($1::text[])`,
};
