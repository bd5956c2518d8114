import { USAGE_COLUMNS } from '@leeway/domain/usage-columns';

const list = USAGE_COLUMNS.join(', ');
const sums = USAGE_COLUMNS.map((column) => `sum(${column}) as ${column}`).join(', ');
const additions = (table: string) =>
  USAGE_COLUMNS.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ');

const mergedSketch = (kind: 'delay' | 'run') => `
  select width_ms, at, use_case_no, array_agg(bucket order by bucket) as buckets, array_agg(total order by bucket) as counts
  from (
    select width_ms, at, use_case_no, bucket, sum(count)::bigint as total
    from (
      select d.width_ms, d.bucket_at as at, d.use_case_no, b.bucket, b.count::bigint
      from widened d cross join lateral unnest(d.${kind}_buckets, d.${kind}_counts) as b(bucket, count)
      union all
      select u.width_ms, u.at, u.use_case_no, b.bucket, b.count
      from counted c join usage_bucket u using (width_ms, at, use_case_no)
      cross join lateral unnest(u.${kind}_buckets, u.${kind}_counts) as b(bucket, count)
    ) as parts group by width_ms, at, use_case_no, bucket
  ) as merged group by width_ms, at, use_case_no`;

/**
 * Folds usage_delta into usage_bucket (10 s and 60 s) and use_case_total, and removes what it folded, in one statement.
 * Counts add to the row; sketches are merged bucket by bucket with what the row already holds. One folder at a time (the
 * caller holds the lock), or two would both start from the same sketch. What was summed up already is summed up again. $1 how many deltas.
 */
export const foldUsage = {
  name: 'fold-usage',
  text: `
with moved as materialized (
  delete from usage_delta where seq in (select seq from usage_delta order by seq limit $1) returning *
),
widened as materialized (
  select moved.*, w.width_ms, moved.at / w.width_ms * w.width_ms as bucket_at
  from moved cross join (values (10000), (60000)) as w(width_ms)
),
counted as materialized (
  select width_ms, bucket_at as at, use_case_no, ${sums} from widened group by width_ms, bucket_at, use_case_no
),
delay as (${mergedSketch('delay')}),
run as (${mergedSketch('run')}),
folded as (
  insert into usage_bucket (width_ms, at, use_case_no, ${list}, delay_buckets, delay_counts, run_buckets, run_counts)
  select c.width_ms, c.at, c.use_case_no, ${USAGE_COLUMNS.map((column) => `c.${column}`).join(', ')},
    coalesce(d.buckets, '{}'), coalesce(d.counts, '{}'), coalesce(r.buckets, '{}'), coalesce(r.counts, '{}')
  from counted c left join delay d using (width_ms, at, use_case_no) left join run r using (width_ms, at, use_case_no)
  order by c.width_ms, c.at, c.use_case_no
  on conflict (width_ms, at, use_case_no) do update set ${additions('usage_bucket')},
    delay_buckets = excluded.delay_buckets, delay_counts = excluded.delay_counts,
    run_buckets = excluded.run_buckets, run_counts = excluded.run_counts
),
totalled as (
  insert into use_case_total (use_case_no, ${list})
  select use_case_no, ${sums} from moved group by use_case_no order by use_case_no
  on conflict (use_case_no) do update set ${additions('use_case_total')}
)
select count(*) as folded_count, lower_rollup_mark('usage', min(at)) from moved`,
};
