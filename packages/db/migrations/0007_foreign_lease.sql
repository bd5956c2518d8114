-- Leases for others: use cases whose jobs the team's own programs lease over HTTP, and those leases.

alter table use_case
  add column runtime text not null default 'process' check (runtime in ('process', 'remote')),
  alter column handler drop not null,
  add constraint use_case_handler_for_runtime check ((runtime = 'process') = (handler is not null));

-- A lease is of one job, so a remote use case has no mega-jobs: the policy's schema and the engine see to that.
-- A job has one holder because one side alone hands out the jobs of a use case: which one is settled at registration.
create function refuse_runtime_change() returns trigger language plpgsql as $$
begin
  raise exception 'the runtime of a use case is settled at its registration' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger use_case_keeps_runtime before update on use_case
  for each row when (old.runtime is distinct from new.runtime) execute function refuse_runtime_change();

-- Who holds a job of a remote use case, and until when. Narrow, so that the job's own row is never rewritten; the primary
-- key is what makes a second holder impossible. Written once, moved by an extension, deleted with its end.
create table foreign_lease (
  -- the job
  id uuid primary key,
  attempt smallint not null,
  token uuid not null,
  shard smallint not null,
  leased_at bigint not null,
  expires_at bigint not null,
  -- the API key that leased it
  holder text not null
) with (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_index_cleanup = on
);
create index foreign_lease_expiry on foreign_lease (shard, expires_at);
