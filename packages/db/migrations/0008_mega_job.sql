-- A mega-job: several jobs of one use case in one row, stored and sent as one. `payload` is then the JSON array of theirs,
-- and the ids of the jobs follow the row's by one each.
alter table job add column job_count smallint not null default 1;
