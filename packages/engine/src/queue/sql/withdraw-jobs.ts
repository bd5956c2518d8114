import { SHARD_FENCE } from './shard-fence.ts';
import { withdrawEffects } from './withdraw-effects.ts';

/**
 * What becomes of jobs that the owner of a shard has taken out of its memory: cancelled, or back under another key; jobs
 * that shared a row with them go back as rows of their own. $1 owner, $2 shard, $3 epoch, $4 rows, $5 attempts, $6 how many
 * jobs each holds; $7… of each job in them: row, key, first key, new key, attempt, outcome, available at, submitted at,
 * payload, why; $17 rows whose jobs hold a dedupe key and are cancelled. Returns the rows that were there, and whether
 * the shard is still ours: if not, nothing has happened. Plan: one probe of the primary key per row.
 */
export const withdrawJobs = {
  name: 'withdraw-jobs',
  text: `
with clock as materialized (select now_ms() as now), ${SHARD_FENCE},
asked as materialized (
  select * from unnest($4::uuid[], $5::smallint[], $6::smallint[]) as a(id, attempt, job_count)
),
ended as materialized (
  select * from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::smallint[], $12::text[], $13::bigint[], $14::bigint[],
    $15::text[], $16::text[])
    as e(row_id, id, first_id, new_id, attempt, outcome, available_at, submitted_at, payload, why)
), ${withdrawEffects('exists (select from held)', '$17')}
select exists (select from held) as is_held, array(select id from gone) as keys`,
};
