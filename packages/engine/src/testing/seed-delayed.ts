import type { TestDatabase } from '@leeway/db/testing';

export interface DelayedSeed {
  readonly count: number;
  readonly useCaseNo: number;
  /** They are dealt out to these in turn. */
  readonly shards: readonly number[];
  /** Due from now plus this … */
  readonly fromMs: number;
  /** … where now is the store's, or this instant … */
  readonly now?: number;
  /** … spread evenly over so long. */
  readonly spreadMs?: number;
  /** JSON text. */
  readonly payload?: string;
}

/** Puts jobs of a first attempt into the delay service by SQL: a million take seconds. */
export async function seedDelayed({ pool }: TestDatabase, seed: DelayedSeed): Promise<void> {
  const { count, useCaseNo, shards, fromMs, now = null, spreadMs = 0, payload = '{}' } = seed;
  await pool.query(
    `with clock as materialized (select coalesce($7::bigint, now_ms()) as now),
     planned as (
       select n, ($3::int[])[1 + n % cardinality($3::int[])] as shard, now, now + $4::bigint + $5::bigint * n / $1::int as due_at
       from clock, generate_series(0, $1::int - 1) n
     )
     insert into delayed_job (id, shard, due_at, attempt, available_at, submitted_at, payload)
     select (lpad(to_hex(shard), 4, '0') || lpad(to_hex($2::int), 6, '0') || lpad(to_hex(due_at + 60000), 11, '0')
       || lpad(to_hex(n), 11, '0'))::uuid, shard, due_at, 1, due_at, now, $6 from planned`,
    [count, useCaseNo, shards, fromMs, spreadMs, payload, now],
  );
}
