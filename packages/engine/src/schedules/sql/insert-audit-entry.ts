/** $1 actor id, $2 actor name, $3 action, $4 schedule id, $5 schedule name, $6 team id, $7 before and $8 after (JSON), $9 why. */
export const insertAuditEntry = {
  name: 'insert-schedule-audit',
  text: `
insert into audit_entry (actor_id, actor_name, action, object_type, object_id, object_name, team_id, before, after, reason)
values ($1, $2, $3, 'schedule', $4, $5, $6, $7, $8, $9)`,
};
