import { withdrawEffects } from './withdraw-effects.ts';

/**
 * The same for one job of a remote use case, which no engine holds in memory: $1 row, $2 attempt, $3 first key, $4 new key
 * (null: it is cancelled), $5 available at, $6 submitted at, $7 payload (null where it is cancelled), $8 why, $9 row again if its
 * job holds a dedupe key. Returns the row if it was there.
 */
export const withdrawRemoteJob = {
  name: 'withdraw-remote-job',
  text: `
with clock as materialized (select now_ms() as now),
asked as materialized (select $1::uuid as id, $2::smallint as attempt, 1::smallint as job_count),
ended as materialized (
  select $1::uuid as row_id, $1::uuid as id, $3::uuid as first_id, $4::uuid as new_id, $2::smallint as attempt,
    case when $4::uuid is null then 'cancelled' else 'moved' end as outcome, $5::bigint as available_at,
    $6::bigint as submitted_at, $7::text as payload, $8::text as why
), ${withdrawEffects('true', '$9')}
select id from gone`,
};
