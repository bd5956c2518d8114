/** When the next delayed job of some shards is due, and the store's time; null where none waits. $1 shards. */
export const findNextDue = {
  name: 'find-next-due',
  text: `
select now_ms() as now, min(d.due_at) as due_at from unnest($1::smallint[]) as s(shard)
cross join lateral (select due_at from delayed_job where shard = s.shard order by due_at limit 1) d`,
};
