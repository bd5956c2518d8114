-- Recurring jobs: when a use case gets a job by itself. The policy is the owner's; next_fire_at and what follows belong to
-- the engines, which compute it from the expression and fire in the transaction that moves it on.
create table schedule (
  id text primary key check (id like 'sch\_%'),
  use_case_id text not null references use_case (id),
  name text not null,
  cron text not null,
  time_zone text not null,
  -- JSON text
  payload text not null,
  -- null: the use case's own
  delay_tolerance_ms bigint check (delay_tolerance_ms >= 0),
  missed_runs text not null check (missed_runs in ('skip', 'runOnce', 'runAll')),
  is_paused boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- ms since 1970 on the store's clock; null while paused, and where nothing follows
  next_fire_at bigint,
  last_fire_at bigint,
  fire_count bigint not null default 0,
  unique (use_case_id, name)
) with (fillfactor = 70);
create index schedule_due on schedule (next_fire_at) where next_fire_at is not null;

-- The last fires of each schedule; older ones are removed by the statement that adds one.
create table schedule_fire (
  schedule_id text not null references schedule (id) on delete cascade,
  -- counts up in a schedule
  no bigint not null,
  -- the instant that the expression names; of missed ones the last
  fire_at bigint not null,
  -- when it was dealt with
  decided_at bigint not null,
  -- null: missed, and not made up for
  job_id uuid,
  -- how many instants this row stands for
  instant_count integer not null default 1,
  primary key (schedule_id, no)
);

-- A million jobs of one use case that are due at once must not stand before the few of another in the same shard.
create index delayed_job_due_by_queue on delayed_job (shard, job_use_case_no(id), due_at);
