import type { Pool } from 'pg';

const CHUNK_ROWS = 250_000;
/** What filling takes at most, per row. */
const ROW_MS = 0.06;
const SPARE_MS = 5_000;

/** Rows as the submitter writes them, all due at one instant; over all shards, so that it stands before everybody. */
const FILL = `
with target as (
  select no, delay_tolerance_ms, (select count(*) from shard_lease)::integer as shard_count from use_case where name = $1
), filled as (
  insert into delayed_job (id, shard, due_at, attempt, available_at, submitted_at, payload)
  select (lpad(to_hex(n % shard_count), 4, '0') || lpad(to_hex(no), 6, '0') || lpad(to_hex($4 + delay_tolerance_ms), 11, '0')
    || lpad(to_hex(n), 11, '0'))::uuid, n % shard_count, $4, 1, $4, now_ms(), '{"index":' || n || ',"text":"' || repeat('x', 60) || '"}'
  from target, generate_series($2::bigint, $3::bigint) as n
)
insert into usage_delta (use_case_no, at, submitted_count, delayed_in_count)
select no, now_ms(), $3 - $2 + 1, $3 - $2 + 1 from target`;

/** Writes a herd of jobs that are due at one instant soon; returns the instant. */
export async function fillDelayed(pool: Pool, useCase: string, count: number): Promise<number> {
  const { rows } = await pool.query<{ now: number }>('select now_ms() as now');
  const dueAt = Number(rows[0]?.now) + SPARE_MS + Math.ceil(count * ROW_MS);
  for (let first = 1; first <= count; first += CHUNK_ROWS)
    await pool.query(FILL, [useCase, first, Math.min(count, first + CHUNK_ROWS - 1), dueAt]);
  await pool.query('vacuum (analyze) delayed_job');
  return dueAt;
}
