-- Whose the jobs of a schedule are; null: nobody's, as in a submission without a key.
alter table schedule add column concurrency_key text collate "C";

-- What bursts gave, which is rare: a report over a week finds it without reading every minute of every use case.
create index sharing_granted on sharing_minute (minute_at) where granted_cpu_ms > 0;
