import { cancelMatches } from './operation-filters.ts';

/**
 * What a bulk cancel looks at next among the waiting jobs of a shard: $1 operation, $2 shard, $3 how many rows. One row with
 * no key where nothing is left; none where the part is not at this stage. Plan: a range scan of the primary key from the
 * cursor, and a probe of foreign leases for each row.
 */
export const readWaitingPart = {
  name: 'read-waiting-part',
  text: `
with part as materialized (
  select p.cursor, p.shard, o.use_case_no, o.filter, o.asked_at
  from job_operation_part p join job_operation o on o.id = p.operation_id
  where p.operation_id = $1 and p.shard = $2::smallint and p.stage = 'waiting'
)
select part.cursor, d.id as key, d.first_id, d.attempt, d.job_count, d.available_at, d.submitted_at,
  ${cancelMatches({ filter: 'part.filter', askedAt: 'part.asked_at' })} as is_match,
  (select true from foreign_lease l where l.id = d.id) is not null as is_lent
from part left join lateral (
  select id, first_id, attempt, job_count, available_at, submitted_at from job
  where id > coalesce(part.cursor, job_queue_low(part.shard, part.use_case_no))
    and id <= job_queue_high(part.shard, part.use_case_no)
  order by id limit $3::integer
) d on true
order by d.id`,
};
