-- The registry: who owns what, who may do what, and who changed what. Instants here are timestamptz.

create table team (
  id text primary key check (id like 'team\_%'),
  name text not null unique,
  created_at timestamptz not null default now()
);

create table use_case (
  id text primary key check (id like 'uc\_%'),
  -- the number that a job's key carries (24 bits)
  no integer generated always as identity (maxvalue 16777215) unique,
  name text not null unique,
  team_id text not null references team (id),
  description text not null default '',
  handler text not null,
  criticality text not null check (criticality in ('critical', 'high', 'normal', 'low')),
  delay_tolerance_ms bigint not null check (delay_tolerance_ms >= 0),
  max_attempts integer not null check (max_attempts >= 1),
  backoff_base_ms integer not null,
  backoff_cap_ms integer not null check (backoff_cap_ms >= backoff_base_ms),
  timeout_ms integer not null,
  memory_limit_mb integer not null,
  -- over how many shards its jobs are spread
  shard_spread integer not null default 2 check (shard_spread >= 1),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index use_case_by_team on use_case (team_id);

create table api_key (
  id text primary key check (id like 'key\_%'),
  -- null: may submit for every team
  team_id text references team (id),
  name text not null,
  secret_hash bytea not null,
  last_four text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create table audit_entry (
  seq bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id text not null,
  actor_name text not null,
  action text not null,
  object_type text not null,
  object_id text not null,
  object_name text not null,
  team_id text,
  before jsonb,
  after jsonb,
  reason text not null default ''
);
create index audit_entry_by_object on audit_entry (object_type, object_id, seq desc);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_entry_only_grows before update or delete or truncate on audit_entry
  for each statement execute function refuse_audit_change();

-- One number that rises with every change that engines must take up, so that asking "anything new?" is one row.
create table registry_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null default 0
) with (fillfactor = 50);
insert into registry_version default values;

create function raise_registry_version() returns trigger language plpgsql as $$
begin
  update registry_version set version = version + 1;
  return null;
end
$$;
create trigger use_case_changed after insert or update or delete or truncate on use_case
  for each statement execute function raise_registry_version();
create trigger team_changed after insert or update or delete or truncate on team
  for each statement execute function raise_registry_version();
create trigger api_key_changed after insert or update or delete or truncate on api_key
  for each statement execute function raise_registry_version();

-- A replay of a recorded day, so that charts can say what they show.
create table replay_run (
  id text primary key,
  label text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
