/** Every use case with what the engine needs of its policy: one small row each, read only when the registry changed. */
export const loadUseCases = {
  name: 'load-use-cases',
  text: `
select no, name, team_id, runtime, handler, criticality, delay_tolerance_ms, max_attempts, backoff_base_ms, backoff_cap_ms,
  timeout_ms, memory_limit_mb, mega_job_max_count, mega_job_max_kb, mega_job_max_wait_ms,
  shard_spread
from use_case`,
};
