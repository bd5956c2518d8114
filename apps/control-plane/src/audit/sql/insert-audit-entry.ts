/** $1 actor id, $2 actor name, $3 action, $4 object type, $5 object id, $6 object name, $7 team id, $8 before and $9 after (JSON), $10 why. */
export const insertAuditEntry = {
  name: 'insert-audit-entry',
  text: `
insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name, team_id, before, after, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};
