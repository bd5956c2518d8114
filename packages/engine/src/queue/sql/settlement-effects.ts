import { freeDedupeKeys } from './free-dedupe-keys.ts';

/**
 * What every settlement does besides deleting the jobs, as further parts of its `with`: moves retries to the delay service
 * and the dead to dead_job, frees dedupe keys, keeps history, records usage. Needs before it `clock(now)` and `gone` (or `ended`): the jobs that end,
 * with id, first_id, attempt, available_at, submitted_at, payload (null where done), outcome, started_at, cpu_ms, failure_code,
 * failure_message, retry_wait_ms, is_kept, concurrency_key.
 * @param firstUsageParameter fifteen of them, of one length, one entry per use case: number, done, failed, dead, late, lost leases,
 * retried, cancelled, CPU ms, run ms, memory MiB s, and the two sketches as array literals (bucket numbers, counts), because a
 * Postgres array of arrays cannot be ragged
 * @param more.ended where the ends are: beside the rows that were deleted, or on their own
 * @param more.freed the jobs that end for good and hold a dedupe key, as `freeDedupeKeys` asks for them
 */
export function settlementEffects(
  firstUsageParameter: number,
  { ended, freed }: { readonly ended: 'gone' | 'ended'; readonly freed: string },
): string {
  const types = [...Array(8).fill('integer[]'), ...Array(3).fill('float8[]'), ...Array(4).fill('text[]')];
  const usage = types.map((type, index) => `$${firstUsageParameter + index}::${type}`).join(', ');
  return `${freeDedupeKeys(freed)},
retried as (
  insert into delayed_job (id, first_id, shard, due_at, attempt, available_at, submitted_at, payload, failure_code, failure_message,
    concurrency_key)
  select id, first_id, job_shard(id), clock.now + retry_wait_ms, attempt + 1, available_at, submitted_at, payload, failure_code,
    failure_message, concurrency_key
  from ${ended}, clock where outcome = 'retried'
),
buried as (
  insert into dead_job (id, first_id, use_case_no, attempt, available_at, submitted_at, started_at, dead_at, payload, failure_code,
    failure_message, dedupe_hash, concurrency_key)
  select id, first_id, job_use_case_no(id), attempt, available_at, submitted_at, started_at, clock.now, payload, failure_code,
    failure_message, freed.key_hash, concurrency_key
  from clock, ${ended} left join freed on freed.job_id = id where outcome = 'dead'
),
kept as (
  insert into job_history (id, first_id, use_case_no, attempt, outcome, available_at, submitted_at, started_at, ended_at, cpu_ms,
    failure_code, failure_message)
  select id, first_id, job_use_case_no(id), attempt, outcome, available_at, submitted_at, nullif(started_at, 0), clock.now, cpu_ms,
    failure_code, failure_message
  from ${ended}, clock where is_kept
),
used as (
  insert into usage_delta (use_case_no, at, done_count, failed_count, dead_count, late_count, lost_lease_count,
    delayed_in_count, cancelled_count, cpu_ms, run_ms, memory_mb_s, delay_buckets, delay_counts, run_buckets, run_counts)
  select u.use_case_no, clock.now, u.done, u.failed, u.dead, u.late, u.lost, u.retried, u.cancelled, u.cpu_ms, u.run_ms, u.memory_mb_s,
    u.delay_buckets::smallint[], u.delay_counts::integer[], u.run_buckets::smallint[], u.run_counts::integer[]
  from unnest(${usage})
    as u(use_case_no, done, failed, dead, late, lost, retried, cancelled, cpu_ms, run_ms, memory_mb_s, delay_buckets, delay_counts, run_buckets,
      run_counts), clock
)`;
}
