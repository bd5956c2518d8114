-- Usage of all use cases together, so that what is read of the whole tier does not grow with the number of use cases.
create table tier_bucket (
  width_ms integer not null,
  at bigint not null,
  submitted_count bigint not null,
  done_count bigint not null,
  failed_count bigint not null,
  dead_count bigint not null,
  late_count bigint not null,
  lost_lease_count bigint not null,
  delayed_in_count bigint not null,
  delayed_out_count bigint not null,
  cancelled_count bigint not null,
  redriven_count bigint not null,
  refused_count bigint not null,
  cpu_ms double precision not null,
  run_ms double precision not null,
  memory_mb_s double precision not null,
  delay_buckets smallint[] not null,
  delay_counts bigint[] not null,
  primary key (width_ms, at)
) with (fillfactor = 50);

-- Whoever folds usage_delta (also an engine that knows nothing of this table) adds what it removed there, in the same
-- statement: one folder at a time, by the lock that each of them holds.
create function add_to_tier() returns trigger language plpgsql as $$
begin
  if not exists (select from folded) then return null; end if;
  insert into tier_bucket as kept (width_ms, at, submitted_count, done_count, failed_count, dead_count, late_count,
    lost_lease_count, delayed_in_count, delayed_out_count, cancelled_count, redriven_count, refused_count, cpu_ms, run_ms,
    memory_mb_s, delay_buckets, delay_counts)
  with tens as materialized (
    select at / 10000 * 10000 as at, sum(submitted_count) as submitted_count, sum(done_count) as done_count,
      sum(failed_count) as failed_count, sum(dead_count) as dead_count, sum(late_count) as late_count,
      sum(lost_lease_count) as lost_lease_count, sum(delayed_in_count) as delayed_in_count,
      sum(delayed_out_count) as delayed_out_count, sum(cancelled_count) as cancelled_count,
      sum(redriven_count) as redriven_count, sum(refused_count) as refused_count, sum(cpu_ms) as cpu_ms, sum(run_ms) as run_ms,
      sum(memory_mb_s) as memory_mb_s
    from folded group by 1
  ),
  counted as materialized (
    select w.width_ms, at / w.width_ms * w.width_ms as at, sum(submitted_count) as submitted_count, sum(done_count) as done_count,
      sum(failed_count) as failed_count, sum(dead_count) as dead_count, sum(late_count) as late_count,
      sum(lost_lease_count) as lost_lease_count, sum(delayed_in_count) as delayed_in_count,
      sum(delayed_out_count) as delayed_out_count, sum(cancelled_count) as cancelled_count,
      sum(redriven_count) as redriven_count, sum(refused_count) as refused_count, sum(cpu_ms) as cpu_ms, sum(run_ms) as run_ms,
      sum(memory_mb_s) as memory_mb_s
    from tens cross join (values (10000), (60000)) as w (width_ms) group by 1, 2
  ),
  delays as materialized (
    select at / 10000 * 10000 as at, bucket, sum(count) as count
    from folded cross join lateral unnest(delay_buckets, delay_counts) as delay (bucket, count) group by 1, 2
  ),
  parts as (
    select w.width_ms, at / w.width_ms * w.width_ms as at, bucket, count
    from delays cross join (values (10000), (60000)) as w (width_ms)
    union all
    select width_ms, at, bucket, count
    from counted join tier_bucket t using (width_ms, at) cross join lateral unnest(t.delay_buckets, t.delay_counts) as delay (bucket, count)
  ),
  sketch as (
    select width_ms, at, array_agg(bucket order by bucket) as buckets, array_agg(count order by bucket) as counts
    from (select width_ms, at, bucket, sum(count)::bigint as count from parts group by 1, 2, 3) as merged group by 1, 2
  )
  select width_ms, at, submitted_count, done_count, failed_count, dead_count, late_count, lost_lease_count, delayed_in_count,
    delayed_out_count, cancelled_count, redriven_count, refused_count, cpu_ms, run_ms, memory_mb_s,
    coalesce(buckets, '{}'), coalesce(counts, '{}')
  from counted left join sketch using (width_ms, at) order by width_ms, at
  on conflict (width_ms, at) do update set submitted_count = kept.submitted_count + excluded.submitted_count,
    done_count = kept.done_count + excluded.done_count, failed_count = kept.failed_count + excluded.failed_count,
    dead_count = kept.dead_count + excluded.dead_count, late_count = kept.late_count + excluded.late_count,
    lost_lease_count = kept.lost_lease_count + excluded.lost_lease_count,
    delayed_in_count = kept.delayed_in_count + excluded.delayed_in_count,
    delayed_out_count = kept.delayed_out_count + excluded.delayed_out_count,
    cancelled_count = kept.cancelled_count + excluded.cancelled_count,
    redriven_count = kept.redriven_count + excluded.redriven_count, refused_count = kept.refused_count + excluded.refused_count,
    cpu_ms = kept.cpu_ms + excluded.cpu_ms, run_ms = kept.run_ms + excluded.run_ms,
    memory_mb_s = kept.memory_mb_s + excluded.memory_mb_s,
    delay_buckets = excluded.delay_buckets, delay_counts = excluded.delay_counts;
  return null;
end
$$;
create trigger usage_delta_folds_into_tier after delete on usage_delta referencing old table as folded
  for each statement execute function add_to_tier();

-- From when on tier_bucket holds everything. What was folded before is not summed up here (of ten thousand use cases it can be
-- hundreds of millions of rows, and no job is settled meanwhile): it is read from usage_bucket until it is past every chart.
-- The trigger's lock keeps folders out until this is committed, so nothing of this minute or later can be missing.
create table tier_mark (
  only_row boolean primary key default true check (only_row),
  from_at bigint not null
);
insert into tier_mark (from_at)
select case when last_at is null then 0 else greatest(last_at + 60000, now_ms()) / 60000 * 60000 + 60000 end
from (select max(at) as last_at from usage_bucket where width_ms = 60000) as folded;

-- The alerts of one use case, those that last and those that ended lately.
create index alert_by_use_case on alert (use_case_no, ended_at desc);
