-- Whether the submitter gathers a use case's jobs into mega-jobs: up to how many (1: never), how much, and for how long.
alter table use_case
  add column mega_job_max_count integer not null default 1,
  add column mega_job_max_kb integer not null default 64,
  add column mega_job_max_wait_ms integer not null default 0;
