import type { PoolClient } from 'pg';

export interface SetUpRecord {
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string; readonly name: string };
  readonly teamId?: string | null;
  readonly after: object;
  readonly reason?: string;
}

/** Who acts when nobody is signed in: whoever holds the machine's command line. */
const ACTOR = { id: 'command-line', name: 'command line' };

/** Part of the caller's transaction, so that neither the change nor its entry exists without the other. */
export async function recordAudit(client: PoolClient, record: SetUpRecord): Promise<void> {
  const { action, object, teamId = null, after, reason = '' } = record;
  await client.query(
    `insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name, team_id, after, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [ACTOR.id, ACTOR.name, action, object.type, object.id, object.name, teamId, JSON.stringify(after), reason],
  );
}
