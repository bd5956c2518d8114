/**
 * Replaces what this engine ($1) says about who waits: $2 now, $3 use case numbers, $4 gates, $5 readings (JSON texts)
 * and $6 since when their next job could have started.
 * What it said of others is gone; so is what engines said that have been silent for a minute.
 */
export const writeWaits = {
  name: 'write-waits',
  text: `
with gone as (
  delete from wait_state where (engine_id = $1 and use_case_no <> all($3::integer[])) or seen_at < $2::bigint - 60000
)
insert into wait_state as kept (use_case_no, engine_id, seen_at, gate, readings, head_available_at)
select no, $1, $2::bigint, gate, readings::jsonb, head
from unnest($3::integer[], $4::text[], $5::text[], $6::bigint[]) as t(no, gate, readings, head)
order by no
on conflict (use_case_no, engine_id) do update set seen_at = excluded.seen_at, gate = excluded.gate, readings = excluded.readings,
  head_available_at = excluded.head_available_at`,
};
