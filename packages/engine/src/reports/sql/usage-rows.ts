import { USAGE_COLUMNS } from '@leeway/domain/usage-columns';

/** `sum(done_count)::float8 as done_count, …`: exact below 2^53. */
const SUMS = USAGE_COLUMNS.map((name) => `coalesce(sum(${name}), 0)::float8 as ${name}`).join(', ');
const NAMES = USAGE_COLUMNS.join(', ');

/** What differs between the whole tier and one use case. */
export interface UsageSources {
  /** Relation with the columns of usage_bucket, of width $1, from $2. */
  readonly buckets: string;
  /** Condition on usage_delta and use_case_total. */
  readonly filter: string;
}

/**
 * Usage per step, and since the beginning, in one statement: the snapshot sees a fold wholly or not at all, so that
 * folded and fresh rows together are complete and counted once. Fresh rows are few (a scan), folded ones come by key.
 * What lies at or after $3 comes as one row, for the backlog line; `at` null is the row since the beginning.
 * $1 step in ms, $2 first step, $3 end of the last step.
 */
export function usageRows({ buckets, filter }: UsageSources): string {
  return `
with recent as materialized (
  select least(at, $3::bigint) as at, ${NAMES}, delay_buckets, delay_counts from ${buckets}
  union all
  select least(at / $1::integer * $1::integer, $3::bigint), ${NAMES}, delay_buckets, delay_counts::bigint[]
  from usage_delta where at >= $2::bigint and ${filter}
),
counts as (select at, ${SUMS} from recent group by at),
sketches as (
  select at, array_agg(bucket) as delay_buckets, array_agg(count) as delay_counts
  from (
    select at, bucket, sum(count)::float8 as count
    from recent, unnest(delay_buckets, delay_counts) as delay(bucket, count) where at < $3::bigint group by at, bucket
  ) as merged group by at
),
since_ever as (
  select ${NAMES} from use_case_total where ${filter}
  union all
  select ${NAMES} from usage_delta where ${filter}
)
select counts.*, delay_buckets, delay_counts from counts left join sketches using (at)
union all
select null, ${SUMS}, null, null from since_ever`;
}
