/** What requests were answered when their Idempotency-Keys were first used. $1 scopes. Plan: primary keys. */
export const findSubmitRequests = {
  name: 'find-submit-requests',
  // Part of the time that a submission has.
  query_timeout: 2_000,
  text: `
select r.scope, r.body_hash, r.job_ids, r.job_counts, r.available_ats, d.duplicate_keys, d.holder_keys, d.holder_first_keys,
  d.holder_available_ats
from submit_request r cross join lateral (
  select array_agg(job_id order by job_id) as duplicate_keys, array_agg(holder_id order by job_id) as holder_keys,
    array_agg(holder_first_id order by job_id) as holder_first_keys,
    array_agg(holder_available_at order by job_id) as holder_available_ats
  from submit_duplicate where scope = r.scope
) d
where r.scope = any($1::uuid[])`,
};
