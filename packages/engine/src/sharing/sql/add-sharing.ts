/**
 * Adds what use cases were entitled to, received, suffered and caused in a minute: $1 minute, then columns $2 use case
 * numbers, $3 entitled, $4 received, $5 backlogged, $6 suffered, $7 caused ms, $8 ms by gate (JSON texts) and $9 CPU ms by grants.
 */
export const addSharing = {
  name: 'add-sharing',
  text: `
insert into sharing_minute as kept
  (minute_at, use_case_no, entitled_ms, received_ms, backlogged_ms, suffered_ms, caused_ms, gate_ms, granted_cpu_ms)
select $1::bigint, no, entitled, received, backlogged, suffered, caused, gates::jsonb, granted
from unnest($2::integer[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::text[], $9::float8[])
  as t(no, entitled, received, backlogged, suffered, caused, gates, granted)
order by no
on conflict (minute_at, use_case_no) do update set
  entitled_ms = kept.entitled_ms + excluded.entitled_ms,
  received_ms = kept.received_ms + excluded.received_ms,
  backlogged_ms = kept.backlogged_ms + excluded.backlogged_ms,
  suffered_ms = kept.suffered_ms + excluded.suffered_ms,
  caused_ms = kept.caused_ms + excluded.caused_ms,
  granted_cpu_ms = kept.granted_cpu_ms + excluded.granted_cpu_ms,
  gate_ms = (select coalesce(jsonb_object_agg(gate, ms), '{}') from (
    select key as gate, sum(value::float8) as ms
    from (select * from jsonb_each_text(kept.gate_ms) union all select * from jsonb_each_text(excluded.gate_ms)) as both_parts
    group by key) as sums)`,
};
