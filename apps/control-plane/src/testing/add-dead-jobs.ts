import { encodeJobKey, type JobKey } from '@leeway/domain/job-id';
import type { Pool } from 'pg';

export interface DeadJobs {
  readonly useCaseNo: number;
  readonly count: number;
  readonly message?: string;
}

let tie = 1_000;

/** Jobs that died a minute ago; returns their keys. */
export async function addDeadJobs(pool: Pool, { useCaseNo, count, message = 'boom' }: DeadJobs): Promise<JobKey[]> {
  const diedAt = Date.now() - 60_000;
  const keys = Array.from({ length: count }, () =>
    encodeJobKey({ shard: 1, useCaseNo, deadlineAt: diedAt, tie: ++tie }),
  );
  await pool.query(
    `insert into dead_job (id, use_case_no, attempt, available_at, submitted_at, started_at, dead_at, payload, failure_code,
       failure_message)
     select id, $2, 5, $3, $3, $3, $3, '"secret payload"', 'HANDLER_ERROR', $4 from unnest($1::uuid[]) id`,
    [keys, useCaseNo, diedAt, message],
  );
  return keys;
}
