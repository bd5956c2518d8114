/** A schedule `s` as programs see it; instants in ms. */
export const SCHEDULE_COLUMNS = `
  s.id, s.name, s.cron, s.time_zone, s.payload, s.delay_tolerance_ms, s.missed_runs, s.concurrency_key, s.is_paused, s.version,
  (extract(epoch from s.created_at) * 1000)::bigint as created_at,
  (extract(epoch from s.updated_at) * 1000)::bigint as updated_at,
  s.next_fire_at, s.last_fire_at, s.fire_count`;
