/** Who held up whom since $1 (the beginning of a minute), the $2 largest. Twenty rows per minute and engine: a range of the primary key. */
export const readPairs = {
  name: 'read-pairs',
  text: `
select culprit.name as culprit, victim.name as victim, slot_ms
from (
  select culprit_no, victim_no, sum(slot_ms) as slot_ms from sharing_pair where minute_at >= $1::bigint
  group by culprit_no, victim_no order by 3 desc limit $2
) as largest
join use_case culprit on culprit.no = culprit_no join use_case victim on victim.no = victim_no
order by slot_ms desc, culprit.name, victim.name`,
};
