-- The queue store. Instants are bigint ms since 1970 on this server's clock: read back as numbers, compared with now_ms().

-- Rounded down, or what is due in half a millisecond would be due already.
create function now_ms() returns bigint language sql volatile parallel safe as
$$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint $$;

-- The parts of a job's key that statements need: digits 5 to 10 are the use case's number.
create function job_use_case_no(id uuid) returns integer language sql immutable strict parallel safe as
$$ select ('x' || substr(replace(id::text, '-', ''), 5, 6))::bit(24)::integer $$;

create function job_shard(id uuid) returns integer language sql immutable strict parallel safe as
$$ select ('x' || substr(id::text, 1, 4))::bit(16)::integer $$;

-- The highest key of the queue (shard and use case) that a job belongs to.
create function job_queue_end(id uuid) returns uuid language sql immutable strict parallel safe as
$$ select rpad(substr(replace(id::text, '-', ''), 1, 10), 32, 'f')::uuid $$;

-- A settlement is whole or nothing: called by the statement when rows deleted differ from rows asked.
create function refuse_settlement(asked bigint, found bigint) returns boolean language plpgsql as $$
begin
  raise exception 'settlement refused: % asked, % held', asked, found using errcode = 'LW001';
end
$$;

-- Shards are owned, rows are not locked: an owner renews its row, a take-over raises the epoch.
create table shard_lease (
  shard smallint primary key,
  owner text,
  epoch integer not null default 0,
  expires_at bigint not null default 0
) with (fillfactor = 50);
insert into shard_lease (shard) select generate_series(0, 15);

-- The ready queue. id = shard 16 bit | use case 24 bit | deadline 44 bit | tie 44 bit, so key order is queue order and
-- the primary key is the only index. Written once, deleted once, never updated.
create table job (
  id uuid primary key,
  -- the number of the next attempt, from 1
  attempt smallint not null,
  available_at bigint not null,
  submitted_at bigint not null,
  payload text not null
) with (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05, vacuum_index_cleanup = on
);

-- The delay service's table: what is not due yet (earliest start ahead, or a retry's backoff).
create table delayed_job (
  id uuid primary key,
  shard smallint not null,
  due_at bigint not null,
  attempt smallint not null,
  available_at bigint not null,
  submitted_at bigint not null,
  payload text not null,
  failure_code text,
  failure_message text
) with (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_index_cleanup = on
);
create index delayed_job_due on delayed_job (shard, due_at);

create table dead_job (
  id uuid primary key,
  use_case_no integer not null,
  attempt smallint not null,
  available_at bigint not null,
  submitted_at bigint not null,
  started_at bigint not null,
  dead_at bigint not null,
  payload text not null,
  failure_code text not null,
  failure_message text not null
);
create index dead_job_by_use_case on dead_job (use_case_no, dead_at desc);

-- How attempts ended: every failure, and the successes that the keeping rule admits. Daily partitions by ended_at.
create table job_history (
  id uuid not null,
  use_case_no integer not null,
  attempt smallint not null,
  outcome text not null check (outcome in ('done', 'retried', 'dead')),
  available_at bigint not null,
  submitted_at bigint not null,
  started_at bigint not null,
  ended_at bigint not null,
  cpu_ms real not null,
  failure_code text,
  failure_message text
) partition by range (ended_at);
create index job_history_by_job on job_history (id);
create index job_history_by_use_case on job_history (use_case_no, ended_at desc);

create function add_history_partition(day_at bigint) returns void language plpgsql as $$
declare
  from_ms bigint := day_at / 86400000 * 86400000;
  name text := 'job_history_' || to_char(to_timestamp(from_ms / 1000) at time zone 'UTC', 'YYYYMMDD');
begin
  execute format(
    'create table if not exists %I partition of job_history for values from (%s) to (%s)',
    name, from_ms, from_ms + 86400000);
end
$$;
select add_history_partition(now_ms() + day * 86400000) from generate_series(-1, 7) day;

-- What settlements and submissions add up to; insert-only, so that nobody waits for a counter. Written in the
-- transaction that moves the jobs, then folded into usage_bucket and use_case_total.
create table usage_delta (
  seq bigint generated always as identity primary key,
  use_case_no integer not null,
  at bigint not null,
  submitted_count integer not null default 0,
  done_count integer not null default 0,
  failed_count integer not null default 0,
  dead_count integer not null default 0,
  late_count integer not null default 0,
  lost_lease_count integer not null default 0,
  delayed_in_count integer not null default 0,
  delayed_out_count integer not null default 0,
  cpu_ms double precision not null default 0,
  run_ms double precision not null default 0,
  -- memory held times the time it was held, in MiB seconds
  memory_mb_s double precision not null default 0,
  -- DDSketch of delayMs and of run time: bucket numbers and their counts, same length
  delay_buckets smallint[] not null default '{}',
  delay_counts integer[] not null default '{}',
  run_buckets smallint[] not null default '{}',
  run_counts integer[] not null default '{}'
) with (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_index_cleanup = on
);

-- The same, folded: width_ms 10 s (kept for hours) and 60 s (kept for weeks).
create table usage_bucket (
  width_ms integer not null,
  at bigint not null,
  use_case_no integer not null,
  submitted_count bigint not null,
  done_count bigint not null,
  failed_count bigint not null,
  dead_count bigint not null,
  late_count bigint not null,
  lost_lease_count bigint not null,
  delayed_in_count bigint not null,
  delayed_out_count bigint not null,
  cpu_ms double precision not null,
  run_ms double precision not null,
  memory_mb_s double precision not null,
  delay_buckets smallint[] not null,
  delay_counts bigint[] not null,
  run_buckets smallint[] not null,
  run_counts bigint[] not null,
  primary key (width_ms, at, use_case_no)
) with (fillfactor = 70);

-- Since the beginning; exact.
create table use_case_total (
  use_case_no integer primary key,
  submitted_count bigint not null,
  done_count bigint not null,
  failed_count bigint not null,
  dead_count bigint not null,
  late_count bigint not null,
  lost_lease_count bigint not null,
  delayed_in_count bigint not null,
  delayed_out_count bigint not null,
  cpu_ms double precision not null,
  run_ms double precision not null,
  memory_mb_s double precision not null
) with (fillfactor = 70);

-- What each engine process last said of itself; older than 5 s means that it does not answer.
create table engine_beat (
  id text primary key,
  host text not null,
  started_at bigint not null,
  beat_at bigint not null,
  status jsonb not null
) with (fillfactor = 50);
