-- Cancelled, given a new deadline, redriven: one by one and in bulk. Instants are bigint ms on this server's clock.

-- A job's key says where it stands, so a new deadline means a new key. Its public id stays the key it was submitted under:
-- `first_id`, null for the nearly all that never moved. Two small indexes lead from that id to the row.
alter table job add column first_id uuid;
create index job_by_first_id on job (first_id) where first_id is not null;
alter table delayed_job add column first_id uuid;
create index delayed_job_by_first_id on delayed_job (first_id) where first_id is not null;
alter table dead_job add column first_id uuid;
create index dead_job_by_first_id on dead_job (first_id) where first_id is not null;
-- The queue of one use case in one shard, as the bulk redrive walks through it, is a range of the primary key.

-- History also tells what was done to a job from outside: then failure_code says what, failure_message by whom and why.
alter table job_history
  add column first_id uuid,
  alter column started_at drop not null,
  drop constraint job_history_outcome_check,
  add constraint job_history_outcome_known check (outcome in ('done', 'retried', 'dead', 'cancelled', 'redriven', 'moved'))
    not valid;
create index job_history_by_first_id on job_history (first_id) where first_id is not null;

-- The key of the same job with another deadline: digits 11 to 21.
create function moved_job_key(id uuid, deadline_at bigint) returns uuid language sql immutable strict parallel safe as
$$ select (substr(d, 1, 10) || lpad(to_hex(least(deadline_at, 17592186044415)), 11, '0') || substr(d, 22))::uuid
   from (select replace(id::text, '-', '') as d) as digits $$;

create function job_deadline_at(id uuid) returns bigint language sql immutable strict parallel safe as
$$ select ('x' || substr(replace(id::text, '-', ''), 11, 11))::bit(44)::bigint $$;

-- The lowest and the highest key of a use case in a shard.
create function job_queue_low(shard integer, use_case_no integer) returns uuid language sql immutable strict parallel safe as
$$ select rpad(lpad(to_hex(shard), 4, '0') || lpad(to_hex(use_case_no), 6, '0'), 32, '0')::uuid $$;
create function job_queue_high(shard integer, use_case_no integer) returns uuid language sql immutable strict parallel safe as
$$ select rpad(lpad(to_hex(shard), 4, '0') || lpad(to_hex(use_case_no), 6, '0'), 32, 'f')::uuid $$;

-- Dead jobs that came back, and jobs that were cancelled: submitted = waiting + delayed + done + (dead − redriven) + cancelled.
alter table usage_delta
  add column cancelled_count integer not null default 0,
  add column redriven_count integer not null default 0;
alter table usage_bucket
  add column cancelled_count bigint not null default 0,
  add column redriven_count bigint not null default 0;
alter table use_case_total
  add column cancelled_count bigint not null default 0,
  add column redriven_count bigint not null default 0;

-- What is asked of the engine that owns a job's shard. Whoever asks inserts a row (a person's in the transaction of its
-- audit entry), the owner carries it out. It stays open while a job that is to be cancelled still runs, so that the next
-- owner of the shard knows.
create table job_command (
  id text primary key check (id like 'cmd\_%'),
  kind text not null check (kind in ('cancel', 'changeDeadline')),
  shard smallint not null,
  -- the public id
  job_id uuid not null,
  -- of a new deadline: the instant, or the tolerance
  deadline_at bigint,
  delay_tolerance_ms bigint,
  asked_by text not null,
  reason text not null,
  asked_at bigint not null,
  -- what the asker is told; null until the owner has looked
  result jsonb,
  ended_at bigint
);
create index job_command_open on job_command (shard, asked_at) where ended_at is null;
create index job_command_ended on job_command (ended_at) where ended_at is not null;

-- The same for all jobs of a use case that a filter matches: one part per shard, carried out by the shard's owner in
-- batches, each in one transaction with its progress.
create table job_operation (
  id text primary key check (id like 'op\_%'),
  kind text not null check (kind in ('redrive', 'cancel')),
  use_case_no integer not null,
  filter jsonb not null,
  asked_by text not null,
  reason text not null,
  asked_at bigint not null,
  open_part_count integer not null,
  started_at bigint,
  stopped_by text,
  ended_at bigint
) with (fillfactor = 70);
create index job_operation_by_use_case on job_operation (use_case_no, asked_at desc);
create index job_operation_ended on job_operation (ended_at) where ended_at is not null;

create table job_operation_part (
  operation_id text not null references job_operation (id) on delete cascade,
  shard smallint not null,
  stage text not null default 'count' check (stage in ('count', 'dead', 'delayed', 'waiting', 'ended')),
  -- the last key that was looked at
  cursor uuid,
  total_count bigint not null default 0,
  done_count bigint not null default 0,
  skipped_count bigint not null default 0,
  primary key (operation_id, shard)
) with (fillfactor = 50);
create index job_operation_part_open on job_operation_part (shard) where stage <> 'ended';
