/**
 * The entries from $1 to $2, both included, each as one row: its number, its hash, and what is hashed in the order of
 * migration 0019. A range of the primary key; by range and not from where the last page ended, so that two of one number show.
 */
export const readEntries = {
  name: 'read-audit-chain',
  rowMode: 'array' as const,
  text: `
select seq, hash, trim_scale(extract(epoch from at) * 1000000)::text, actor_id, actor_name, action, object_type,
  object_id, object_name, team_id, before::text, after::text, reason
from audit_entry where seq between $1 and $2 order by seq, hash`,
};
