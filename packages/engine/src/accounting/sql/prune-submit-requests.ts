/**
 * Forgets Idempotency-Keys that were used longer ago than $1 ms, oldest first, at most $2. Rows that another engine is
 * pruning are passed over. Plan: index on accepted_at; the subquery makes the instant one value for it.
 */
export const pruneSubmitRequests = {
  name: 'prune-submit-requests',
  text: `
with old as materialized (
  select scope from submit_request where accepted_at < (select now_ms() - $1::bigint)
  order by accepted_at limit $2 for update skip locked
)
delete from submit_request r using old where r.scope = old.scope`,
};
