import { randomBytes } from 'node:crypto';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { Pool } from 'pg';
import type { Workload } from '../system.ts';

/** What an owner of many tiny jobs would choose. */
export const MEGA_JOB_MAX_COUNT = 250;

const HOUR_MS = 3_600_000;
/** How late a job may start; what asks to come first says so by this. */
const TOLERANCE_MS = 600_000;
const URGENT_TOLERANCE_MS = 1_000;

/** A team with its use cases and a key, as the control plane would write them; returns the key's text. */
export async function seedRegistry(
  pool: Pool,
  { useCases, urgent = [], handler }: Workload,
  hasMegaJobs: boolean,
): Promise<string> {
  await pool.query("insert into team (id, name) values ('team_bench', 'bench') on conflict do nothing");
  await pool.query(
    `insert into use_case (id, name, team_id, handler, criticality, delay_tolerance_ms, max_attempts, backoff_base_ms,
       backoff_cap_ms, timeout_ms, memory_limit_mb, mega_job_max_count)
     select 'uc_' || name, name, 'team_bench', $2, 'normal', case when name = any($4) then $5::bigint else $6 end, 5, 1000,
       60000, $3, 128, $7 from unnest($1::text[]) as name on conflict do nothing`,
    [useCases, handler, HOUR_MS, urgent, URGENT_TOLERANCE_MS, TOLERANCE_MS, hasMegaJobs ? MEGA_JOB_MAX_COUNT : 1],
  );
  const id = newApiKeyId((count) => randomBytes(count));
  const text = formatApiKey(id, randomBytes(32));
  await pool.query(
    `insert into api_key (id, team_id, name, secret_hash, last_four, expires_at)
     values ($1, 'team_bench', 'bench', $2, $3, now() + interval '1 day')`,
    [id, hashApiKey(text), lastFourOf(text)],
  );
  return text;
}
