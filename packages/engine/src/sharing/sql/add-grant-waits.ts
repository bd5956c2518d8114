/** Adds who waited longer for grants, of those that are still there: columns $1 ids, $2 use case numbers, $3 slot ms, $4 ms held up. */
export const addGrantWaits = {
  name: 'add-grant-waits',
  text: `
insert into grant_wait as kept (grant_id, use_case_no, slot_ms, held_up_ms)
select id, no, slots, held_up from unnest($1::text[], $2::integer[], $3::float8[], $4::float8[]) as t(id, no, slots, held_up)
where exists (select from burst_grant where burst_grant.id = t.id)
order by id, no
on conflict (grant_id, use_case_no) do update set slot_ms = kept.slot_ms + excluded.slot_ms,
  held_up_ms = kept.held_up_ms + excluded.held_up_ms`,
};
