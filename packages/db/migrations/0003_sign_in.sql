-- Tables of the sign-in library (better-auth's core schema, snake case), plus the role of a person.
create table app_user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'viewer' check (role in ('viewer', 'engineer', 'on-call', 'manager', 'admin')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table app_session (
  id text primary key,
  user_id text not null references app_user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index app_session_by_user on app_session (user_id);

create table app_account (
  id text primary key,
  user_id text not null references app_user (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index app_account_by_user on app_account (user_id);

create table app_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index app_verification_by_identifier on app_verification (identifier);

create table app_team_member (
  user_id text not null references app_user (id) on delete cascade,
  team_id text not null references team (id) on delete cascade,
  primary key (user_id, team_id)
);
