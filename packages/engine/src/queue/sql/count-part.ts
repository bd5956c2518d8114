import { cancelIncludes, cancelMatches, redriveMatches } from './operation-filters.ts';
import { lockedPart, OPERATION_PROGRESS } from './operation-part.ts';
import { SHARD_FENCE } from './shard-fence.ts';

const SOURCE = { filter: 'part.filter', askedAt: 'part.asked_at' };
const isInQueue =
  'd.id > job_queue_low(part.shard, part.use_case_no) and d.id <= job_queue_high(part.shard, part.use_case_no)';

/**
 * Counts what a part of an operation is about, before its first batch. $1 owner, $2 shard, $3 epoch, $4 operation. Returns the
 * stage that comes next. Plan: range scans of primary keys.
 */
export const countPart = {
  name: 'count-part',
  text: `
with clock as materialized (select now_ms() as now), ${SHARD_FENCE}, ${lockedPart('count')},
counted as materialized (
  select case part.kind
    when 'redrive' then (select count(*) from dead_job d where ${isInQueue} and ${redriveMatches(SOURCE)})
    else case when ${cancelIncludes(SOURCE, 'delayed')}
        then (select count(*) from delayed_job d where ${isInQueue} and ${cancelMatches(SOURCE)}) else 0 end
      + case when ${cancelIncludes(SOURCE, 'waiting')}
        then (select coalesce(sum(d.job_count), 0) from job d where ${isInQueue} and ${cancelMatches(SOURCE)}) else 0 end
    end as match_count
  from part
),
progress as (
  update job_operation_part p set total_count = counted.match_count,
    stage = case when counted.match_count = 0 then 'ended' when part.kind = 'redrive' then 'dead'
      when ${cancelIncludes(SOURCE, 'delayed')} then 'delayed' else 'waiting' end
  from part, counted where p.operation_id = part.operation_id and p.shard = part.shard
  returning p.operation_id, p.stage
), ${OPERATION_PROGRESS}
select stage from progress`,
};
