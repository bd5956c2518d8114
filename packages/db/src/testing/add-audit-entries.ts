import type { Pool, PoolClient } from 'pg';

/** Entries as people's changes leave them: with and without a team, texts of every kind, JSON on either side or on none. */
export async function addAuditEntries(store: Pool | PoolClient, count: number): Promise<void> {
  await store.query(
    `insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name, team_id, before, after, reason)
     select 'user_' || n % 3, (array['Ann', 'Jörg', '李雷 🦉'])[1 + n % 3], 'useCase.change', 'useCase', 'uc_' || n, 'object ' || n,
       case when n % 4 = 0 then null when n % 4 = 1 then '' else 'team_' || n % 4 end,
       case when n % 3 = 0 then null else jsonb_build_object('limit', n * 1.50, 'ß', 'a' || chr(10) || '"' || n) end,
       case when n % 5 = 0 then 'null'::jsonb else jsonb_build_object('list', jsonb_build_array(n, null, true, 1e20)) end,
       case when n % 2 = 0 then '' else 'because ' || n end
     from generate_series(1, $1::int) as n`,
    [count],
  );
}
