import type { TestDatabase } from '@leeway/db/testing';
import { encodeJobKey, type JobKey } from '@leeway/domain/job-id';
import { shardsOf } from '../queue/shard-spread.ts';

export interface DeadSeed {
  readonly useCaseNo: number;
  readonly count: number;
  readonly payload?: unknown;
  readonly code?: string;
  readonly message?: string;
  /** How long ago they died; their deadlines had passed then. */
  readonly diedAgoMs?: number;
  readonly toleranceMs?: number;
  readonly firstTie?: number;
  readonly dedupeHash?: string;
}

/** Jobs that were submitted and died, counted as the tier counts them; returns their keys. */
export async function seedDead({ pool }: TestDatabase, seed: DeadSeed): Promise<JobKey[]> {
  const { useCaseNo, count, diedAgoMs = 60_000, toleranceMs = 1_000, firstTie = 1 } = seed;
  const diedAt = Date.now() - diedAgoMs;
  const shards = shardsOf(useCaseNo, 2, 16);
  const keys = Array.from({ length: count }, (_, index) => {
    const tie = firstTie + index;
    return encodeJobKey({ shard: shards[tie % 2] ?? 0, useCaseNo, deadlineAt: diedAt - 5_000 + toleranceMs, tie });
  });
  await pool.query(
    `insert into dead_job (id, use_case_no, attempt, available_at, submitted_at, started_at, dead_at, payload, failure_code,
       failure_message, dedupe_hash)
     select id, $2, 3, $3::bigint - 5000, $3::bigint - 5000, $3, $3, $4, $5, $6, $7 from unnest($1::uuid[]) id`,
    [
      keys,
      useCaseNo,
      diedAt,
      JSON.stringify(seed.payload ?? null),
      seed.code ?? 'HANDLER_ERROR',
      seed.message ?? 'Error: boom',
      seed.dedupeHash ?? null,
    ],
  );
  await pool.query(
    `insert into job_history (id, use_case_no, attempt, outcome, available_at, submitted_at, started_at, ended_at, cpu_ms,
       failure_code, failure_message)
     select id, $2, 3, 'dead', $3::bigint - 5000, $3::bigint - 5000, $3, $3, 1, $4, $5 from unnest($1::uuid[]) id`,
    [keys, useCaseNo, diedAt, seed.code ?? 'HANDLER_ERROR', seed.message ?? 'Error: boom'],
  );
  await pool.query(
    'insert into usage_delta (use_case_no, at, submitted_count, failed_count, dead_count) values ($1, $2, $3, $3, $3)',
    [useCaseNo, diedAt, count],
  );
  return keys;
}
