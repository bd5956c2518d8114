/** The same for what such a request was told of duplicates; it outlives the request, so that no repeat misses it. $1 ms, $2 rows. */
export const pruneSubmitDuplicates = {
  name: 'prune-submit-duplicates',
  text: `
with old as materialized (
  select scope, job_id from submit_duplicate where accepted_at < (select now_ms() - $1::bigint)
  order by accepted_at limit $2 for update skip locked
)
delete from submit_duplicate d using old where d.scope = old.scope and d.job_id = old.job_id`,
};
