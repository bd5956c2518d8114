/** The use cases that waited longest for the grant $1, at most $2. By primary key. */
export const readGrantWaiters = {
  name: 'read-grant-waiters',
  text: `
select u.name, t.name as team, w.slot_ms, w.held_up_ms
from grant_wait w join use_case u on u.no = w.use_case_no join team t on t.id = u.team_id
where w.grant_id = $1 order by w.held_up_ms desc, u.name limit $2`,
};
