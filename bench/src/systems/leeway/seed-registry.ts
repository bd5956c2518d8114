import { randomBytes } from 'node:crypto';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { Pool } from 'pg';
import type { Workload } from '../system.ts';

const HOUR_MS = 3_600_000;

/** A team with its use cases and a key, as the control plane would write them; returns the key's text. */
export async function seedRegistry(pool: Pool, { useCases, handler }: Workload): Promise<string> {
  await pool.query("insert into team (id, name) values ('team_bench', 'bench')");
  await pool.query(
    `insert into use_case (id, name, team_id, handler, criticality, delay_tolerance_ms, max_attempts, backoff_base_ms,
       backoff_cap_ms, timeout_ms, memory_limit_mb)
     select 'uc_' || name, name, 'team_bench', $2, 'normal', 60000, 5, 1000, 60000, $3, 128 from unnest($1::text[]) as name`,
    [useCases, handler, HOUR_MS],
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
