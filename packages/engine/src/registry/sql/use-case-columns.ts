/** What the engine needs of a use case's policy, of a row of `use_case`. */
export const USE_CASE_COLUMNS = `no, name, team_id, runtime, handler, criticality, delay_tolerance_ms, max_attempts,
  backoff_base_ms, backoff_cap_ms, timeout_ms, memory_limit_mb, mega_job_max_count, mega_job_max_kb, mega_job_max_wait_ms,
  shard_spread, quota_kind, cpu_quota_ms_per_second, rate_limit_per_second, rate_limit_burst, concurrency_limit,
  concurrency_key_limit, fair_weight, is_paused,
  array(select downstream_id from use_case_downstream where use_case_id = use_case.id order by downstream_id) as downstream_ids`;
