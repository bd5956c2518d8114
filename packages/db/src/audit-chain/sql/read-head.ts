/**
 * The head and the numbers that there are, in one snapshot: an entry and its head are committed together. Beside them, which
 * database this is: of what server, so that notes of another are not taken for its own.
 */
export const readHead = {
  name: 'read-audit-head',
  text: `
select head.seq as head_seq, head.hash as head_hash, range.first_seq, range.last_seq, store.id as store_id, now_ms() as now
from (select 1) as always
left join audit_head as head on true
cross join (select min(seq) as first_seq, max(seq) as last_seq from audit_entry) as range
cross join (
  select (select system_identifier from pg_control_system()) || '/' || (select oid from pg_database where datname = current_database()) as id
) as store`,
};
