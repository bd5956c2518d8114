-- Submit rate limits: of a key, and shared out between the engines that take submissions.
alter table api_key
  -- null: none
  add column rate_limit_per_second integer check (rate_limit_per_second >= 1),
  add column rate_limit_burst integer check (rate_limit_burst >= 1),
  add constraint key_rate_is_whole check ((rate_limit_per_second is null) = (rate_limit_burst is null));

-- Jobs per second that an engine was lately asked to take under a limit, so that the others know their parts of it. Worth
-- nothing after a few seconds, so it is not logged.
create unlogged table rate_demand (
  -- 'use-case:<no>' or 'key:<id>'
  scope text not null,
  engine_id text not null,
  seen_at bigint not null,
  asked_per_second double precision not null,
  primary key (scope, engine_id)
) with (fillfactor = 50);

-- Jobs that a rate limit refused: counted, never stored.
alter table usage_delta add column refused_count integer not null default 0;
alter table usage_bucket add column refused_count bigint not null default 0;
alter table use_case_total add column refused_count bigint not null default 0;
