/**
 * How each use case came off since $1 (the beginning of a minute). Entitled and received count in the minutes in which it was
 * backlogged: in the others it got all it asked for, which would only hide those. A range of the primary key (minute).
 */
export const readSharing = {
  name: 'read-sharing',
  text: `
with sums as (
  select use_case_no, coalesce(sum(entitled_ms) filter (where backlogged_ms > 0), 0) as entitled_ms,
    coalesce(sum(received_ms) filter (where backlogged_ms > 0), 0) as received_ms, sum(backlogged_ms) as backlogged_ms,
    sum(suffered_ms) as suffered_ms, sum(caused_ms) as caused_ms
  from sharing_minute where minute_at >= $1::bigint group by use_case_no
),
waited as (
  select use_case_no, jsonb_object_agg(gate, ms) as gate_ms from (
    select use_case_no, said.key as gate, sum(said.value::float8) as ms
    from sharing_minute cross join lateral jsonb_each_text(gate_ms) as said
    where minute_at >= $1::bigint and gate_ms <> '{}' group by use_case_no, said.key
  ) as by_gate group by use_case_no
)
select u.name, t.name as team, u.fair_weight, s.entitled_ms, s.received_ms, s.backlogged_ms, s.suffered_ms, s.caused_ms, w.gate_ms
from sums s join use_case u on u.no = s.use_case_no join team t on t.id = u.team_id
left join waited w on w.use_case_no = s.use_case_no
order by u.name`,
};
