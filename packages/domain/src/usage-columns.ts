/** The columns that usage_delta, usage_bucket, tier_bucket (also its trigger names them) and use_case_total share, and that add up. */
export const USAGE_COLUMNS = [
  'submitted_count',
  'done_count',
  'failed_count',
  'dead_count',
  'late_count',
  'lost_lease_count',
  'delayed_in_count',
  'delayed_out_count',
  'cancelled_count',
  'redriven_count',
  'refused_count',
  'cpu_ms',
  'run_ms',
  'memory_mb_s',
] as const;
