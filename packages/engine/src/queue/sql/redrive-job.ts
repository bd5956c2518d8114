import { REDRIVEN_KEY, redriveEffects } from './redrive-effects.ts';

/**
 * Brings one dead job back. $1 its public id, $2 who and why. Returns its new key, and whether it was dead: no key then
 * means that another job holds its dedupe key, which is named. Plan: one probe of each of two indexes.
 */
export const redriveJob = {
  name: 'redrive-job',
  text: `
with clock as materialized (select now_ms() as now),
candidate as materialized (
  select d.id, d.use_case_no, d.dedupe_hash, ${REDRIVEN_KEY} as new_id
  from clock, dead_job d
  where d.id = any(array(
    select id from dead_job where id = $1::uuid union all select id from dead_job where first_id = $1::uuid))
  for update of d
), ${redriveEffects('$2::text')}
select c.new_id as key, (select count(*) from gone) > 0 as is_redriven, (select holder_id from holder) as holder_key
from candidate c`,
};
