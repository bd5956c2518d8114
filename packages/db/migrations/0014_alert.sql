-- Alerts: states with a start and an end, one per rule and subject at a time. Instants in ms on the store's clock.
create table alert (
  id text primary key check (id like 'alert\_%'),
  rule text not null,
  -- the use case, or the downstream, that it is about
  use_case_no integer,
  downstream_id text references downstream (id) on delete cascade,
  subject text not null,
  started_at bigint not null,
  -- the rule held at this look
  seen_at bigint not null,
  -- null: it lasts
  ended_at bigint,
  -- what a person reads, with the numbers of the last look
  message text not null
) with (fillfactor = 70);
create unique index alert_open on alert (rule, subject) where ended_at is null;
create index alert_by_start on alert (started_at desc);

-- Where alerts are told: signed HTTP calls.
create table alert_webhook (
  id text primary key check (id like 'hook\_%'),
  -- null: hears of every team
  team_id text references team (id) on delete cascade,
  name text not null,
  url text not null,
  -- signs each call; shown once
  secret text not null,
  created_at timestamptz not null default now(),
  -- null: in use
  removed_at timestamptz
);

-- What each webhook is to be told, until it has answered.
create table alert_delivery (
  id text primary key check (id like 'msg\_%'),
  -- null: a test
  alert_id text references alert (id) on delete cascade,
  webhook_id text not null references alert_webhook (id) on delete cascade,
  event text not null check (event in ('raised', 'ended', 'test')),
  created_at bigint not null,
  attempt integer not null default 0,
  -- null: delivered, or given up
  next_at bigint,
  delivered_at bigint,
  last_error text,
  unique (alert_id, webhook_id, event)
) with (fillfactor = 70);
create index alert_delivery_due on alert_delivery (next_at) where next_at is not null;
create index alert_delivery_by_webhook on alert_delivery (webhook_id, created_at desc);

insert into alarm (kind) values ('alertRules'), ('alertDeliveries');
