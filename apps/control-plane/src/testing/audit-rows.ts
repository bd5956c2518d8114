import type { Pool } from 'pg';

export interface AuditRow {
  readonly actor_name: string;
  readonly action: string;
  readonly object_name: string;
  readonly team_id: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
}

/** The whole log, oldest first. */
export async function auditRows(pool: Pool): Promise<AuditRow[]> {
  const { rows } = await pool.query<AuditRow>(
    'select actor_name, action, object_name, team_id, before, after, reason from audit_entry order by seq',
  );
  return rows;
}
