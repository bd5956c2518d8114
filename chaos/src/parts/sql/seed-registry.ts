/** A use case as the control plane would register it. $1 name, $2 jobs of a mega-job at most, $3 how long they gather in ms, $4 handler. */
export const seedUseCase = `
insert into use_case (id, name, team_id, handler, criticality, delay_tolerance_ms, max_attempts, backoff_base_ms,
  backoff_cap_ms, timeout_ms, memory_limit_mb, mega_job_max_count, mega_job_max_wait_ms)
values ('uc_' || $1, $1, 'team_chaos', $4, 'normal', 60000, 20, 100, 1000, 10000, 64, $2, $3)`;

export const seedTeam = `insert into team (id, name) values ('team_chaos', 'chaos')`;

/** A key of all teams. $1 id, $2 hash of its text, $3 its last four characters. */
export const seedKey = `
insert into api_key (id, team_id, name, secret_hash, last_four, expires_at)
values ($1, null, 'chaos', $2, $3, now() + interval '1 day')`;
