-- What was used of a burst grant beyond the policy of its use case, all engines together. Durations in ms, instants in ms on
-- this server's clock.
create table grant_use (
  grant_id text primary key references burst_grant (id) on delete cascade,
  -- CPU of jobs that started while the policy's CPU quota was used up
  cpu_ms double precision not null default 0,
  -- jobs that the policy's rate limit would have refused
  submitted_count bigint not null default 0,
  -- for how long how many more jobs ran than the policy's concurrency limit
  job_ms double precision not null default 0,
  -- slots that all these jobs held
  slot_ms double precision not null default 0,
  first_at bigint not null,
  last_at bigint not null
) with (fillfactor = 50);

-- Which other use cases waited meanwhile with jobs that these slots would have run.
create table grant_wait (
  grant_id text not null references burst_grant (id) on delete cascade,
  use_case_no integer not null,
  -- their part of the slots
  slot_ms double precision not null,
  -- how much later the use case came to its jobs
  held_up_ms double precision not null,
  primary key (grant_id, use_case_no)
) with (fillfactor = 50);

-- Who had more than its entitlement (culprit) while who lacked of theirs (victim): the largest pairs of a minute and engine.
create table sharing_pair (
  minute_at bigint not null,
  culprit_no integer not null,
  victim_no integer not null,
  slot_ms double precision not null,
  primary key (minute_at, culprit_no, victim_no)
);

-- Sums of usage and sharing over 10 minutes, hours and days (UTC), so that a report over a week need not read each minute.
-- They hold before the mark of their width; whoever writes earlier than that puts it back, and they are made again.
create table rollup_mark (
  kind text not null check (kind in ('usage', 'sharing')),
  width_ms integer not null,
  until_at bigint not null default 0,
  primary key (kind, width_ms)
) with (fillfactor = 50);
insert into rollup_mark (kind, width_ms)
select kind, width_ms from (values ('usage'), ('sharing')) as kinds (kind), (values (600000), (3600000), (86400000)) as widths (width_ms);

-- To be called in the transaction that adds to a minute: puts back the marks that are past it. What each width is made of again is
-- kept for two days and for ten; nobody reads what is older.
create function lower_rollup_mark(written_kind text, written_at bigint) returns void language sql volatile strict as
$$ update rollup_mark set until_at = case when written_at > now_ms() - 86400000 then written_at / width_ms * width_ms
     else written_at / 86400000 * 86400000 end
   where kind = written_kind and until_at > written_at and written_at > now_ms() - 777600000 $$;

create table usage_rollup (
  width_ms integer not null,
  at bigint not null,
  use_case_no integer not null,
  submitted_count bigint not null,
  done_count bigint not null,
  dead_count bigint not null,
  cancelled_count bigint not null,
  cpu_ms double precision not null,
  primary key (width_ms, at, use_case_no)
);

-- Entitled and received in the minutes in which the use case was backlogged. A column per gate, of those at which it waited.
create table sharing_rollup (
  width_ms integer not null,
  at bigint not null,
  use_case_no integer not null,
  entitled_ms double precision not null,
  received_ms double precision not null,
  backlogged_ms double precision not null,
  suffered_ms double precision not null,
  caused_ms double precision not null,
  incident_mode_ms double precision,
  paused_ms double precision,
  not_due_ms double precision,
  cpu_quota_ms double precision,
  memory_ms double precision,
  concurrency_ms double precision,
  concurrency_key_ms double precision,
  downstream_ms double precision,
  slow_start_ms double precision,
  time_shift_ms double precision,
  no_worker_ms double precision,
  flow_control_ms double precision,
  turn_ms double precision,
  primary key (width_ms, at, use_case_no)
);
