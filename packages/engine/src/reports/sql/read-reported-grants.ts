/** Grants that were in force after $1 and have begun by $2 (ms since 1970), $3 at most. By index on their ends; a few hundred. */
export const readReportedGrants = {
  name: 'read-reported-grants',
  text: `
select * from (
  select g.id, u.name, t.name as team, (extract(epoch from g.starts_at) * 1000)::bigint as starts_at,
    (extract(epoch from least(g.ends_at, g.ended_at)) * 1000)::bigint as ends_at,
    coalesce(s.cpu_ms, 0) as cpu_ms, coalesce(s.submitted_count, 0) as submitted_count, coalesce(s.slot_ms, 0) as slot_ms,
    (select count(*)::integer from grant_wait w where w.grant_id = g.id) as waiter_count
  from burst_grant g join use_case u on u.id = g.use_case_id join team t on t.id = u.team_id left join grant_use s on s.grant_id = g.id
  where g.ends_at > to_timestamp($1::bigint / 1000.0) and g.starts_at <= to_timestamp($2::bigint / 1000.0)
) as begun
where ends_at > greatest(starts_at, $1::bigint)
order by slot_ms desc, cpu_ms desc, submitted_count desc, starts_at desc, id limit $3`,
};
