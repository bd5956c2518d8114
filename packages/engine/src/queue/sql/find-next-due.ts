/** When the next delayed job of some shards is due (null where none waits), and the store's time. $1 shards, $2 from which instant on. */
export const findNextDue = {
  name: 'find-next-due',
  text: `
select now_ms() as now, min(d.due_at) as due_at from unnest($1::smallint[], $2::bigint[]) as s(shard, from_at)
cross join lateral (
  select due_at from delayed_job where shard = s.shard and due_at >= s.from_at order by due_at limit 1
) d`,
};
