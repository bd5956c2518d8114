/**
 * Gives back the dedupe keys of jobs that end here, as further parts of a statement's `with`: `freed(job_id, key_hash)`.
 * Whatever ends a job for good (done, dead, cancelled) needs this in its transaction for the jobs whose key says
 * `holdsDedupeKey`; for all others it finds nothing. Comes after the rows of the jobs are locked, and locks in key order,
 * as `hold_dedupe_keys` does, so that nobody waits in a circle. Keys with a window are not given back.
 * @param ended an expression or scalar subquery that locks those rows first and gives their ids as an array, or null
 */
export function freeDedupeKeys(ended: string): string {
  return `
freeing as materialized (
  select d.use_case_no, d.key_hash from job_dedupe d
  where d.job_id = any((${ended})::uuid[]) and d.held_until is null
  order by d.use_case_no, d.key_hash for update
),
freed as (
  delete from job_dedupe d using freeing f where d.use_case_no = f.use_case_no and d.key_hash = f.key_hash
  returning d.job_id, d.key_hash
)`;
}
