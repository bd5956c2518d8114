import type { Pool } from 'pg';

const DAY_MS = 86_400_000;
/** Written at once; a statement of ten million rows would hold its memory for as long. */
const CHUNK_ROWS = 500_000;

/**
 * Rows as the submitter writes them, with keys in their form (shard | use case | deadline | tie), over the shards that the
 * use case has, due in ten days, and counted as submitted.
 */
const FILL = `
with target as (
  select no, shard_spread from use_case where name = $1
), filled as (
  insert into job (id, attempt, available_at, submitted_at, payload)
  select (lpad(to_hex(n % shard_spread), 4, '0') || lpad(to_hex(no), 6, '0') || lpad(to_hex(now_ms() + $4 + n), 11, '0')
    || lpad(to_hex(n), 11, '0'))::uuid, 1, now_ms(), now_ms(), '{"index":' || n || ',"text":"' || repeat('x', 60) || '"}'
  from target, generate_series($2::bigint, $3::bigint) as n
)
insert into usage_delta (use_case_no, at, submitted_count) select no, now_ms(), $3 - $2 + 1 from target`;

/** Writes a backlog straight into the table of jobs: through the front door it would take longer than the benchmark. */
export async function fillBacklog(pool: Pool, useCase: string, count: number): Promise<void> {
  const { rows } = await pool.query<{ is_filled: boolean }>('select exists (select from job) as is_filled');
  if (rows[0]?.is_filled || count === 0) return;
  for (let first = 1; first <= count; first += CHUNK_ROWS)
    await pool.query(FILL, [useCase, first, Math.min(count, first + CHUNK_ROWS - 1), 10 * DAY_MS]);
  // Or autovacuum would do it in the middle of what is measured.
  await pool.query('vacuum (analyze) job');
  await pool.query('checkpoint');
}
