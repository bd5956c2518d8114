-- Of the jobs of a use case that carry the same concurrency key only so many run at once. The key goes along wherever the job
-- goes; null: none was given. Empty: none was given, in a use case that limits its keys (docs/decisions/0008).
alter table job add column concurrency_key text collate "C";
alter table delayed_job add column concurrency_key text collate "C";
alter table dead_job add column concurrency_key text collate "C";

-- The queue of one key inside a queue: what is at its limit is read from here, so that it does not stand before the others.
-- Jobs without a key are not in it.
create index job_by_concurrency_key on job (job_queue_end(id), concurrency_key, id) where concurrency_key is not null;
