/** $1 actor id, $2 actor name, $3 action, $4 object type, $5 object id, $6 object name, $7 team id, $8 after (JSON). */
export const insertAuditEntry = {
  name: 'insert-audit-entry',
  text: `
insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name, team_id, after)
values ($1, $2, $3, $4, $5, $6, $7, $8)`,
};
