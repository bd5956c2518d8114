/**
 * Group commit of submissions, as in insert-jobs.ts, where some request has an Idempotency-Key or some job a dedupe key.
 * Requests are claimed first; the jobs of one that was claimed before are left out, as are jobs whose dedupe key another
 * holds. Both lock in the order of their keys, requests before dedupe keys. A claim waits for one under way elsewhere.
 * Plan: hash joins over what came in (a nested loop would be quadratic), appends, one index probe per key.
 *
 * Per job: $1 ids, $2 use case numbers, $3 earliest starts, $4 payloads, $5 whether the earliest start may lie ahead,
 * $6 how many jobs the row holds, $7 number of its request in $10 (null: none), $8 dedupe key hashes, $9 dedupe windows in ms
 * (null: until the job ends), $12 concurrency keys (empty where none has one). Per request with a key: $10 scopes, $11 body hashes.
 * Returns the store's time, the jobs that were thought to lie ahead and were due after all, the requests that were
 * repeats, and the duplicates with the jobs that hold their keys: with its public id where a holder was moved, or with its key
 * of now, which leads to it as well, where it is moved during this statement.
 */
export const insertJobsOnce = {
  name: 'insert-jobs-once',
  text: `
with clock as materialized (select now_ms() as now),
incoming as materialized (
  select i.*, case when i.may_be_ahead then i.asked_at else least(i.asked_at, clock.now) end as available_at,
    i.may_be_ahead and i.asked_at > clock.now as is_ahead, clock.now
  from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::text[], $5::boolean[], $6::smallint[], $7::integer[], $8::uuid[],
    $9::bigint[], $12::text[])
    with ordinality as i(id, use_case_no, asked_at, payload, may_be_ahead, job_count, request_no, dedupe_hash,
      dedupe_window_ms, concurrency_key, ord),
    clock
),
asked as materialized (
  select request_no, ($10::uuid[])[request_no] as scope, ($11::uuid[])[request_no] as body_hash, now,
    array_agg(id order by ord) as job_ids, array_agg(job_count order by ord) as job_counts,
    array_agg(available_at order by ord) as available_ats
  from incoming where request_no is not null group by request_no, now
),
claimed as (
  insert into submit_request (scope, body_hash, accepted_at, job_ids, job_counts, available_ats)
  select scope, body_hash, now, job_ids, job_counts, available_ats from asked order by scope
  on conflict (scope) do nothing
  returning job_ids[1] as first_id
),
repeated as materialized (
  select request_no from asked where not exists (select 1 from claimed where first_id = asked.job_ids[1])
),
wanted as materialized (
  select id, use_case_no, dedupe_hash, available_at, dedupe_window_ms, request_no, now, ord from incoming i
  where dedupe_hash is not null and not exists (select 1 from repeated r where r.request_no = i.request_no)
),
holder as materialized (
  select h.* from (
    select array_agg(use_case_no order by ord) as use_case_nos, array_agg(dedupe_hash order by ord) as hashes,
      array_agg(id order by ord) as ids, array_agg(available_at order by ord) as available_ats,
      array_agg(now + dedupe_window_ms order by ord) as untils, min(now) as now
    -- counting the claims makes all of them come first
    from wanted where (select count(*) from claimed) >= 0 having count(*) > 0
  ) k, hold_dedupe_keys(k.use_case_nos, k.hashes, k.ids, k.available_ats, k.untils, k.now) h
),
duplicate as materialized (
  select w.id, w.request_no, h.holder_id, h.holder_available_at, w.now,
    coalesce((select j.first_id from job j where j.id = h.holder_id),
      (select d.first_id from delayed_job d where d.id = h.holder_id)) as holder_first_id
  from wanted w join holder h on h.use_case_no = w.use_case_no and h.key_hash = w.dedupe_hash
  where h.holder_id <> w.id
),
noted as (
  insert into submit_duplicate (scope, job_id, holder_id, holder_first_id, holder_available_at, accepted_at)
  select ($10::uuid[])[request_no], id, holder_id, holder_first_id, holder_available_at, now from duplicate where request_no is not null
),
left_out as materialized (
  select i.id from incoming i join repeated r on r.request_no = i.request_no
  union all select id from duplicate
),
ready as (
  insert into job (id, attempt, available_at, submitted_at, job_count, payload, concurrency_key)
  select id, 1, available_at, now, job_count, payload, concurrency_key from incoming i
  where not is_ahead and not exists (select 1 from left_out l where l.id = i.id)
),
delayed as (
  insert into delayed_job (id, shard, due_at, attempt, available_at, submitted_at, payload, concurrency_key)
  select id, job_shard(id), available_at, 1, available_at, now, payload, concurrency_key from incoming i
  where is_ahead and not exists (select 1 from left_out l where l.id = i.id)
),
counted as (
  insert into usage_delta (use_case_no, at, submitted_count, delayed_in_count)
  select use_case_no, min(now), sum(job_count), count(*) filter (where is_ahead) from incoming i
  where not exists (select 1 from left_out l where l.id = i.id) group by use_case_no
)
select clock.now, array(select id from incoming where may_be_ahead and not is_ahead) as due_keys,
  array(select request_no from repeated) as repeated_nos,
  array(select id from duplicate order by id) as duplicate_keys,
  array(select holder_id from duplicate order by id) as holder_keys,
  array(select holder_first_id from duplicate order by id) as holder_first_keys,
  array(select holder_available_at from duplicate order by id) as holder_available_ats
from clock`,
};
