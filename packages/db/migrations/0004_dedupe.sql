-- Exactly one set of jobs per Idempotency-Key: written with the jobs of its request, so that a repeat finds either both
-- or none. The unique index makes a repeat wait for a first that is under way.
create table submit_request (
  -- hash of team, use case and key
  scope uuid primary key,
  body_hash uuid not null,
  accepted_at bigint not null,
  -- one entry per row of the request: a job, or a mega-job of so many
  job_ids uuid[] not null,
  job_counts smallint[] not null,
  available_ats bigint[] not null
) with (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_vacuum_cost_delay = 0
);
create index submit_request_prune on submit_request (accepted_at);

-- Jobs of such a request that were not stored because another holds their dedupe key: what a repeat is told instead.
create table submit_duplicate (
  scope uuid not null,
  -- the key that the job would have had; it stands in submit_request.job_ids
  job_id uuid not null,
  holder_id uuid not null,
  holder_available_at bigint not null,
  accepted_at bigint not null,
  primary key (scope, job_id)
);
create index submit_duplicate_prune on submit_duplicate (accepted_at);

-- Which job holds a dedupe key: until it ends (held_until null; then whoever ends it deletes the row), or until an
-- instant whatever becomes of it.
create table job_dedupe (
  use_case_no integer not null,
  key_hash uuid not null,
  job_id uuid not null,
  available_at bigint not null,
  taken_at bigint not null,
  held_until bigint,
  primary key (use_case_no, key_hash)
) with (
  fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_index_cleanup = on
);
create index job_dedupe_free on job_dedupe (job_id) where held_until is null;
create index job_dedupe_prune on job_dedupe (held_until) where held_until is not null;

-- The key that a dead job gave back, so that a redrive can take it again.
alter table dead_job add column dedupe_hash uuid;

-- Takes dedupe keys for jobs and tells who holds each afterwards: the asking job, or the one that had it before. A key
-- past its window is taken over. Call it after every job row of the transaction is locked; keys are locked in their order.
-- $1 use case numbers, $2 key hashes, $3 job ids, $4 earliest starts, $5 held until (null: until the job ends), $6 now.
create function hold_dedupe_keys(integer[], uuid[], uuid[], bigint[], bigint[], bigint)
returns table (use_case_no integer, key_hash uuid, holder_id uuid, holder_available_at bigint)
language sql volatile rows 100 as $$
  insert into job_dedupe as held (use_case_no, key_hash, job_id, available_at, taken_at, held_until)
  select distinct on (a.use_case_no, a.key_hash) a.use_case_no, a.key_hash, a.job_id, a.available_at, $6, a.held_until
  from unnest($1, $2, $3, $4, $5) with ordinality as a(use_case_no, key_hash, job_id, available_at, held_until, ord)
  order by a.use_case_no, a.key_hash, a.ord
  -- an update that changes nothing is how a row that was committed a moment ago is returned
  on conflict on constraint job_dedupe_pkey do update set
    job_id = case when held.held_until <= excluded.taken_at then excluded.job_id else held.job_id end,
    available_at = case when held.held_until <= excluded.taken_at then excluded.available_at else held.available_at end,
    taken_at = case when held.held_until <= excluded.taken_at then excluded.taken_at else held.taken_at end,
    held_until = case when held.held_until <= excluded.taken_at then excluded.held_until else held.held_until end
  returning held.use_case_no, held.key_hash, held.job_id, held.available_at
$$;
