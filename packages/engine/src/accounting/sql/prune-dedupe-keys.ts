/**
 * Removes dedupe keys whose window is over, oldest first, at most $1. A key that a submission is taking over at this
 * moment is passed over. Plan: partial index on held_until.
 */
export const pruneDedupeKeys = {
  name: 'prune-dedupe-keys',
  text: `
with old as materialized (
  select use_case_no, key_hash from job_dedupe where held_until is not null and held_until < (select now_ms())
  order by held_until limit $1 for update skip locked
)
delete from job_dedupe d using old where d.use_case_no = old.use_case_no and d.key_hash = old.key_hash`,
};
