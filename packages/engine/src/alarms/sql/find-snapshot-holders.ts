/**
 * Who keeps vacuum from cleaning this database: sessions with a snapshot or a transaction number (vacuum itself has one that
 * nobody waits for), prepared transactions, replication slots. A slot does not tell since when: since_at is null, and held is
 * what stays the same while it is held. Whoever may not read others' sessions sees none of them: can_see is false then.
 */
export const findSnapshotHolders = {
  name: 'find-snapshot-holders',
  text: `
select pg_has_role(current_user, 'pg_read_all_stats', 'usage') as can_see, h.* from (select 1) as always
left join (
  select 'session' as kind, a.pid, a.usename::text as user_name, a.application_name as application, a.state, left(a.query, 2000) as query,
    null::text as name, floor(extract(epoch from a.xact_start) * 1000)::bigint as since_at,
    coalesce(a.backend_xmin, a.backend_xid)::text as held
  from pg_stat_activity a
  where (a.backend_xmin is not null or a.backend_xid is not null) and a.pid <> pg_backend_pid()
    and (a.datname = current_database() or a.backend_type = 'walsender') and a.backend_type <> 'autovacuum worker'
    and not exists (select from pg_stat_progress_vacuum v where v.pid = a.pid)
  union all
  select 'preparedTransaction', null, p.owner::text, null, null, null, p.gid,
    floor(extract(epoch from p.prepared) * 1000)::bigint, p.transaction::text
  from pg_prepared_xacts p where p.database = current_database()
  union all
  select 'replicationSlot', s.active_pid, null, null, null, null, s.slot_name::text, null, s.xmin::text
  from pg_replication_slots s where s.xmin is not null
) as h on true`,
};
