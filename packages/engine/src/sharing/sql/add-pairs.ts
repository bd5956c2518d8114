/** Adds who held up whom in a minute: $1 minute, then columns $2 culprits, $3 victims, $4 slot ms. */
export const addPairs = {
  name: 'add-pairs',
  text: `
insert into sharing_pair as kept (minute_at, culprit_no, victim_no, slot_ms)
select $1::bigint, culprit, victim, ms from unnest($2::integer[], $3::integer[], $4::float8[]) as t(culprit, victim, ms)
order by culprit, victim
on conflict (minute_at, culprit_no, victim_no) do update set slot_ms = kept.slot_ms + excluded.slot_ms`,
};
