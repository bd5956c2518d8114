-- Capacity: what each use case may use of the shared pool, and who decided otherwise for a time.
alter table use_case
  add column quota_kind text not null default 'reserved' check (quota_kind in ('reserved', 'opportunistic')),
  -- null: none
  add column cpu_quota_ms_per_second integer check (cpu_quota_ms_per_second >= 1),
  add column rate_limit_per_second integer check (rate_limit_per_second >= 1),
  add column rate_limit_burst integer check (rate_limit_burst >= 1),
  add column concurrency_limit integer check (concurrency_limit >= 1),
  add column concurrency_key_limit integer check (concurrency_key_limit >= 1),
  -- its part in the sharing, beside the others' weights
  add column fair_weight integer not null default 100 check (fair_weight >= 1),
  add column is_paused boolean not null default false,
  add constraint rate_limit_is_whole check ((rate_limit_per_second is null) = (rate_limit_burst is null));

-- A service that handlers call and that must be protected.
create table downstream (
  id text primary key check (id like 'ds\_%'),
  name text not null unique,
  team_id text not null references team (id),
  description text not null default '',
  -- overload signals in a minute above which all who call it are slowed
  overload_threshold integer not null default 10 check (overload_threshold >= 1),
  -- starts per second when nothing is known of its health: where recovery ends; null: no limit
  max_per_second integer check (max_per_second >= 1),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table use_case_downstream (
  use_case_id text not null references use_case (id) on delete cascade,
  downstream_id text not null references downstream (id),
  primary key (use_case_id, downstream_id)
);
create index use_case_downstream_by_downstream on use_case_downstream (downstream_id);

-- A temporary override of a use case's limits. It is in force from starts_at until the earlier of ends_at and ended_at, by
-- the store's clock: nobody has to do anything at its end.
create table burst_grant (
  id text primary key check (id like 'grant\_%'),
  use_case_id text not null references use_case (id),
  traffic_class text not null check (traffic_class in ('majorEvent', 'incident')),
  -- of each limit a factor or an amount; null: that limit stays
  amounts jsonb not null,
  reason text not null,
  incident_url text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  version integer not null default 1,
  check (ends_at > starts_at)
);
create index burst_grant_by_use_case on burst_grant (use_case_id, ends_at desc);
create index burst_grant_by_end on burst_grant (ends_at);

-- While one is in force, nothing below the floor starts.
create table incident_mode (
  id text primary key check (id like 'im\_%'),
  criticality_floor text not null check (criticality_floor in ('critical', 'high', 'normal')),
  reason text not null,
  incident_url text not null default '',
  started_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  started_by text not null,
  check (ends_at > started_at)
);
create index incident_mode_by_end on incident_mode (ends_at);

create trigger downstream_changed after insert or update or delete or truncate on downstream
  for each statement execute function raise_registry_version();
create trigger use_case_downstream_changed after insert or update or delete or truncate on use_case_downstream
  for each statement execute function raise_registry_version();
create trigger burst_grant_changed after insert or update or delete or truncate on burst_grant
  for each statement execute function raise_registry_version();
create trigger incident_mode_changed after insert or update or delete or truncate on incident_mode
  for each statement execute function raise_registry_version();

-- What sharing meant for a use case in a minute, in ms of slot time (dominant resource): entitled, received, and what waiting
-- it suffered and caused. Engines add to it.
create table sharing_minute (
  -- ms since 1970
  minute_at bigint not null,
  use_case_no integer not null,
  entitled_ms double precision not null default 0,
  received_ms double precision not null default 0,
  -- of the minute it had something to start
  backlogged_ms double precision not null default 0,
  suffered_ms double precision not null default 0,
  caused_ms double precision not null default 0,
  -- ms for which a gate was what it waited for, by gate
  gate_ms jsonb not null default '{}',
  -- CPU ms that were used above its own limits, by a grant
  granted_cpu_ms double precision not null default 0,
  primary key (minute_at, use_case_no)
);
create index sharing_minute_by_use_case on sharing_minute (use_case_no, minute_at);

-- What the pool had in a minute, all engines together.
create table pool_minute (
  minute_at bigint primary key,
  slot_ms double precision not null default 0,
  busy_slot_ms double precision not null default 0,
  cpu_capacity_ms double precision not null default 0,
  cpu_ms double precision not null default 0,
  opportunistic_cpu_ms double precision not null default 0
);

-- Why a use case waits now, as each engine sees it; an engine that says nothing for some seconds has nothing to say.
create table wait_state (
  use_case_no integer not null,
  engine_id text not null,
  seen_at bigint not null,
  gate text not null,
  -- what the gates say, in their order
  readings jsonb not null,
  primary key (use_case_no, engine_id)
) with (fillfactor = 50);

-- What each engine knows of a downstream, so that all slow down together.
create table downstream_state (
  downstream_id text not null references downstream (id) on delete cascade,
  engine_id text not null,
  seen_at bigint not null,
  -- overload signals in the last minute
  signal_count integer not null,
  -- starts in the last second
  start_count integer not null,
  -- null: not limited
  limit_per_second double precision,
  cut_at bigint,
  primary key (downstream_id, engine_id)
) with (fillfactor = 50);
