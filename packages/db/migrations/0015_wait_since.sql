-- Since when what a use case waits with could have started: the availableAt of the job that is next.
alter table wait_state add column head_available_at bigint;
