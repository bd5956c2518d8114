/** The instant at which the next schedule fires (null where none does), and the store's time. $1 schedules to pass over. Plan: the first entry of schedule_due. */
export const findNextFire = {
  name: 'find-next-fire',
  text: `
select now_ms() as now, (
  select next_fire_at from schedule where next_fire_at is not null and id <> all($1::text[]) order by next_fire_at limit 1
) as next_fire_at`,
};
